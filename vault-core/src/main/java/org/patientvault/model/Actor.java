package org.patientvault.model;

/**
 * Who acts, as the application authenticated them: issuer, user id and role.
 *
 * <p>The vault believes the application; proving who a user is belongs to it. {@code toString}
 * prints the role only.
 *
 * @param issuer the directory that knows the user, 1 to 256 characters
 * @param userId the user's name there, 1 to 256 characters; sealed in the log's details
 */
public record Actor(String issuer, String userId, Role role) {
  public Actor {
    Names.checkLength("an issuer", issuer, 256);
    Names.checkLength("a user id", userId, 256);
  }

  /** An actor of the application's own user directory, whose issuer is {@code local}. */
  public static Actor of(String userId, String role) {
    return new Actor("local", userId, new Role(role));
  }

  @Override
  public String toString() {
    return "Actor[role=" + role + "]";
  }
}
