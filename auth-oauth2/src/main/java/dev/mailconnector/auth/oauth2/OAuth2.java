package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.external.TokenFile;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Logins with tokens from elsewhere: a source of one's own, or a file. The sources of known issuers
 * have their own builders.
 */
public final class OAuth2 {
  private OAuth2() {}

  /**
   * A login as {@code identity} with the tokens of this source. The source is not closed by the
   * login.
   *
   * @param identity the mailbox to log in to ({@code user=} of XOAUTH2)
   * @param source one trip to the issuer; caching, renewal and back-off are the login's
   * @throws dev.mailconnector.failure.ConfigurationException if the identity is empty or has
   *     control characters
   */
  public static OAuth2Login login(String identity, TokenSource source) {
    return new OAuth2Login(identity, context -> new Lent(source));
  }

  /**
   * A login as {@code identity} with the access token of a file that somebody else keeps fresh. The
   * file holds the token alone; blanks and line breaks around it are ignored. It is read again
   * before the token ends, by the {@code exp} of a JWT (which is not verified) or every few minutes
   * where the token does not say; and at once when the server refuses the token.
   *
   * @throws ConfigurationException if the file cannot be read now, or the identity is empty or has
   *     control characters
   */
  public static OAuth2Login tokenFile(String identity, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw ConfigurationException.of(
          "auth.token-file",
          file.toString(),
          "The file does not exist or cannot be read by this process.");
    }
    return new OAuth2Login(identity, context -> new TokenFile(file, context.clock()));
  }

  /** A source that belongs to the caller, who closes it. */
  private record Lent(TokenSource source) implements TokenSource {
    @Override
    public AccessToken fetch() throws TokenException {
      return source.fetch();
    }

    @Override
    public List<CredentialEnd> ends() {
      return source.ends();
    }

    @Override
    public Optional<IssuerClient> issuer() {
      return source.issuer();
    }
  }
}
