/** Sealed medical records with audited access. */
module org.patientvault {
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.github.benmanes.caffeine;
  requires com.google.crypto.tink;
  requires java.sql;
  requires org.apache.commons.codec;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;
  requires static com.zaxxer.hikari;
  requires static com.google.errorprone.annotations;
  requires static org.postgresql.jdbc;
  requires static transitive org.jspecify;

  exports org.patientvault;
  exports org.patientvault.access;
  exports org.patientvault.audit;
  exports org.patientvault.keys;
  exports org.patientvault.model;

  uses org.patientvault.keys.ProtectorProvider;
}
