/** Sealed medical records with audited access. */
module org.patientvault {
  requires com.fasterxml.jackson.databind;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.github.benmanes.caffeine;
  requires com.google.crypto.tink;
  requires java.net.http;
  requires java.sql;
  requires org.apache.commons.codec;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;
  requires static com.google.auth;
  requires static com.google.auth.oauth2;
  requires static com.zaxxer.hikari;
  requires static com.google.errorprone.annotations;
  requires static ipkcs11wrapper;
  requires static org.postgresql.jdbc;
  requires static transitive org.jspecify;
  requires static software.amazon.awssdk.auth;
  requires static software.amazon.awssdk.awscore;
  requires static software.amazon.awssdk.core;
  requires static software.amazon.awssdk.http;
  requires static software.amazon.awssdk.http.urlconnection;
  requires static software.amazon.awssdk.identity.spi;
  requires static software.amazon.awssdk.regions;
  requires static software.amazon.awssdk.retries;
  requires static software.amazon.awssdk.retries.api;
  requires static software.amazon.awssdk.services.kms;
  requires static software.amazon.awssdk.utils;

  exports org.patientvault;
  exports org.patientvault.access;
  exports org.patientvault.audit;
  exports org.patientvault.audit.fhir;
  exports org.patientvault.audit.anchor;
  exports org.patientvault.audit.details;
  exports org.patientvault.audit.report;
  exports org.patientvault.audit.witness;
  exports org.patientvault.keys;
  exports org.patientvault.model;

  uses org.patientvault.keys.ProtectorProvider;
}
