package org.patientvault.keys;

class BcfksProviderTest extends KeystoreContract {
  @Override
  String fileName() {
    return "keys.BCFKS";
  }
}
