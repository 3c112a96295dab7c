package org.patientvault.keys;

import java.util.Optional;
import org.patientvault.model.Bytes;
import org.patientvault.model.VaultException;

/**
 * Protects a slot with a key in a PKCS#11 token, an HSM or a TPM, that cannot leave it.
 *
 * <p>As safe as the token and its PIN; a lost token is a lost slot. Who only copies the vault and
 * the PIN's file opens nothing without the token. The secret is the user's PIN, unless the URI
 * names its file.
 */
final class Pkcs11Provider implements ProtectorProvider {
  @Override
  public String kind() {
    return "pkcs11";
  }

  /** It is unplugged, or its daemon ends. */
  @Override
  public boolean canVanish() {
    return true;
  }

  @Override
  public KeyProtector create(Unlock unlock) {
    Pkcs11Uri uri = Pkcs11Uri.parse(unlock.uri());
    TokenModule module = module(uri);
    TokenLogin login = module.enter(uri, Optional.empty(), Pin.of(uri, unlock.secret()));
    Mechanism mechanism;
    try {
      mechanism = ensureKey(uri, login);
    } catch (CryptokiException e) {
      module.leaveQuietly(login);
      throw module.failed(e);
    } catch (RuntimeException | Error e) {
      module.leaveQuietly(login);
      throw e;
    }
    return Pkcs11Protector.enrol(uri, module, login, mechanism);
  }

  /** How the slot will wrap; makes the key where there is none. */
  private static Mechanism ensureKey(Pkcs11Uri uri, TokenLogin login) throws CryptokiException {
    return login.use(
        true,
        session -> {
          TokenKey.Search at = new TokenKey.Search(session, uri);
          Mechanism mechanism = TokenKey.mechanism(at);
          if (!TokenKey.isThere(at, mechanism)) {
            TokenKey.make(at, mechanism);
          }
          return mechanism;
        });
  }

  @Override
  public KeyProtector open(Unlock unlock, Bytes stored) {
    Pkcs11Uri uri = Pkcs11Uri.parse(unlock.uri());
    TokenParameters parameters = TokenParameters.parse(stored);
    checkType(uri, parameters);
    TokenModule module = module(uri);
    TokenLogin login = module.enter(uri, Optional.of(parameters), Pin.of(uri, unlock.secret()));
    return Pkcs11Protector.open(uri, module, login, parameters);
  }

  @Override
  public Asks asks(ProtectorUri uri) {
    return uri.parameter("pin-source").isPresent() ? Asks.NOTHING : Asks.PIN;
  }

  private static void checkType(Pkcs11Uri uri, TokenParameters parameters) {
    if (uri.type().isPresent() && TokenKey.wanted(uri.type().get()) != parameters.mechanism()) {
      throw new VaultException.InvalidInput(
          "the slot was made with a key of another type than " + uri.uri() + " names");
    }
  }

  private static TokenModule module(Pkcs11Uri uri) {
    return TokenModule.at(AllowedModules.ofThisProcess().canonical(uri.modulePath()));
  }
}
