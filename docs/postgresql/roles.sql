-- Least rights for those who use the vault of one database. The owner of the database, or a superuser, runs it with psql
-- after `patientvault init`, and again after each upgrade; running it twice changes nothing:
--
--   psql -X -f roles.sql clinic
--
-- It makes three group roles, named after the database (another name: -v roles=NAME): clinic_application,
-- clinic_administrator, clinic_auditor. Only a superuser, or who has CREATEROLE, can make them; whoever runs it later need
-- not. Then give them to logins of your own:
--
--   CREATE ROLE app1 LOGIN PASSWORD '…' IN ROLE clinic_application;
--
-- No role may change or delete an entry of the log, and applications no revision and no key. Administrators may seal revisions
-- again and wrap keys again, which renewing keys is, and delete both, which erasing a patient is; what they do must fit the
-- log. Whoever is owner or superuser can do all of it, and
-- grant all of it: keep those logins away from applications.

\set ON_ERROR_STOP on
\if :{?roles}
\else
  \set roles :DBNAME
\endif
SELECT :'roles' || '_application' AS application, :'roles' || '_administrator' AS administrator, :'roles' || '_auditor' AS auditor \gset

BEGIN;
-- Names are looked up where they are written, in this script and in the vault's sessions (patientvault, pg_temp).
SET LOCAL search_path = pg_catalog, pg_temp;

SELECT format('CREATE ROLE %I NOLOGIN', name) FROM unnest(ARRAY[:'application', :'administrator', :'auditor']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- What was granted before, more or other, ends here.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC, :"application", :"administrator", :"auditor";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON SCHEMA patientvault FROM PUBLIC, :"application", :"administrator", :"auditor";
REVOKE ALL ON ALL TABLES IN SCHEMA patientvault FROM PUBLIC, :"application", :"administrator", :"auditor";
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA patientvault FROM PUBLIC, :"application", :"administrator", :"auditor";

-- Everybody: to look. Rows are sealed; what clear columns tell is in docs/formats/storage-schema.md.
GRANT CONNECT ON DATABASE :"DBNAME" TO :"application", :"administrator", :"auditor";
GRANT USAGE ON SCHEMA patientvault TO :"application", :"administrator", :"auditor";
GRANT SELECT ON patientvault.vault_layout, patientvault.vault_meta, patientvault.vault_state, patientvault.slot,
  patientvault.keyset, patientvault.config, patientvault.request, patientvault.patient_key, patientvault.tombstone, patientvault.hold,
  patientvault.erasure, patientvault.patient_index, patientvault.record_index, patientvault.record_revision, patientvault.log_head, patientvault.log_entry,
  patientvault.log_detail, patientvault.log_subject, patientvault.log_checkpoint, patientvault.log_cosignature,
  patientvault.log_anchor,
  patientvault.log_payload, patientvault.node,
  patientvault.job TO :"application", :"administrator", :"auditor";

-- Sessions, imports, and what every open vault does: append to the log, sign it, say that it lives.
GRANT INSERT ON patientvault.patient_key, patientvault.patient_index, patientvault.record_index,
  patientvault.record_revision, patientvault.log_entry, patientvault.log_detail, patientvault.log_subject,
  patientvault.log_checkpoint, patientvault.log_cosignature, patientvault.log_payload, patientvault.lease, patientvault.node
  TO :"application", :"administrator";
GRANT SELECT ON patientvault.lease TO :"application", :"administrator";
GRANT UPDATE (size, root, frontier, mac) ON patientvault.log_head TO :"application", :"administrator";
GRANT UPDATE (holder, expires_ms) ON patientvault.lease TO :"application", :"administrator";
GRANT UPDATE (generation, seen_ms, key_out_ms, key_until_ms) ON patientvault.node TO :"application", :"administrator";
-- Of the signatures of one minute the last is kept.
GRANT DELETE ON patientvault.log_checkpoint, patientvault.lease, patientvault.node TO :"application", :"administrator";

-- Slots, access policy and schema, and the state that names those in force.
GRANT INSERT, DELETE ON patientvault.slot TO :"administrator";
GRANT INSERT ON patientvault.keyset, patientvault.config, patientvault.vault_state
  TO :"administrator";
GRANT UPDATE (generation, shard, policy_version, schema_version, log_shard, log_idx, mac) ON patientvault.vault_state
  TO :"administrator";

-- What one administrator asks and another one approves.
GRANT INSERT, DELETE ON patientvault.request TO :"administrator";

-- Time stamps: asked for, answered, or given up.
GRANT INSERT, DELETE ON patientvault.log_anchor TO :"administrator";

-- Renewed keys: keysets, what is wrapped, sealed or named by them, and how far a job came.
GRANT DELETE ON patientvault.keyset TO :"administrator";
GRANT INSERT ON patientvault.job TO :"administrator";
GRANT UPDATE (phase, state, rate, position, done_rows, total_rows, failed_rows, changed_ms) ON patientvault.job TO :"administrator";
GRANT UPDATE (state, wrapped) ON patientvault.patient_key TO :"administrator";
GRANT UPDATE (key_version, body, seal_shard, seal_idx) ON patientvault.record_revision TO :"administrator";
GRANT UPDATE (tag, prf, sealed) ON patientvault.patient_index, patientvault.record_index TO :"administrator";
-- Details of the log whose time is over, and whom a pseudonym stood for.
GRANT DELETE ON patientvault.log_detail, patientvault.log_subject TO :"administrator";
GRANT UPDATE (sealed) ON patientvault.log_subject TO :"administrator";

-- Erasing a patient: asked for, forbidden, done.
GRANT INSERT, DELETE ON patientvault.erasure, patientvault.hold TO :"administrator";
GRANT INSERT ON patientvault.tombstone TO :"administrator";
GRANT DELETE ON patientvault.patient_key, patientvault.patient_index, patientvault.record_index, patientvault.record_revision
  TO :"administrator";
COMMIT;
