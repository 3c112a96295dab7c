package org.patientvault.keys;

import java.util.List;
import java.util.Optional;

/** Does what a real module does; each test says what not. */
class OtherCryptoki implements Cryptoki {
  private final Cryptoki real;

  OtherCryptoki(Cryptoki real) {
    this.real = real;
  }

  @Override
  public void initialize() throws CryptokiException {
    real.initialize();
  }

  @Override
  public void finish() throws CryptokiException {
    real.finish();
  }

  @Override
  public List<Token> tokens() throws CryptokiException {
    return real.tokens();
  }

  @Override
  public boolean offers(long slot, long mechanism, long flag) throws CryptokiException {
    return real.offers(slot, mechanism, flag);
  }

  @Override
  public long openSession(long slot, boolean writable) throws CryptokiException {
    return real.openSession(slot, writable);
  }

  @Override
  public void closeSession(long session) throws CryptokiException {
    real.closeSession(session);
  }

  @Override
  public void login(long session, char[] pin) throws CryptokiException {
    real.login(session, pin);
  }

  @Override
  public void logout(long session) throws CryptokiException {
    real.logout(session);
  }

  @Override
  public long[] find(long session, List<Attribute> template, int limit) throws CryptokiException {
    return real.find(session, template, limit);
  }

  @Override
  public Optional<Object> attribute(long session, long object, long type) throws CryptokiException {
    return real.attribute(session, object, type);
  }

  @Override
  public long generateKey(long session, long mechanism, List<Attribute> template)
      throws CryptokiException {
    return real.generateKey(session, mechanism, template);
  }

  @Override
  public long[] generateKeyPair(
      long session, long mechanism, List<Attribute> publicKey, List<Attribute> privateKey)
      throws CryptokiException {
    return real.generateKeyPair(session, mechanism, publicKey, privateKey);
  }

  @Override
  public void destroy(long session, long object) throws CryptokiException {
    real.destroy(session, object);
  }

  @Override
  public byte[] encryptGcm(long session, long key, byte[] iv, byte[] aad, byte[] plain)
      throws CryptokiException {
    return real.encryptGcm(session, key, iv, aad, plain);
  }

  @Override
  public byte[] decryptGcm(long session, long key, byte[] iv, byte[] aad, byte[] sealed)
      throws CryptokiException {
    return real.decryptGcm(session, key, iv, aad, sealed);
  }

  @Override
  public byte[] decryptOaep(long session, long key, byte[] wrapped) throws CryptokiException {
    return real.decryptOaep(session, key, wrapped);
  }
}
