package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.renewal.RefreshingTokenSource;
import dev.mailconnector.auth.oauth2.internal.sasl.BearerMechanism;
import dev.mailconnector.auth.oauth2.internal.warning.CredentialWatch;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialFacts;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.ProviderContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Issues the tokens of one account as credentials for the mechanisms made for tokens. */
final class OAuth2CredentialProvider implements CredentialProvider {
  private final String identity;
  private final List<BearerMechanism> mechanisms;
  private final TokenSource source;
  private final CredentialWatch watch;
  private final RefreshingTokenSource tokens;

  /**
   * A provider of its own for one account.
   *
   * @param command what asks for a consent, or null where nothing does
   */
  OAuth2CredentialProvider(
      String identity,
      List<BearerMechanism> mechanisms,
      ProviderContext context,
      TokenSource source,
      RenewalPolicy policy,
      @Nullable String command) {
    this.identity = identity;
    this.mechanisms = mechanisms;
    this.source = source;
    this.watch = new CredentialWatch(context, source, command);
    this.tokens = new RefreshingTokenSource(watch.context(), source, policy, this::credential);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public Credential current() {
    return tokens.current();
  }

  @Override
  public void refused(Credential credential, SmtpReply reply) {
    tokens.refused(credential);
  }

  @Override
  public void used() {
    tokens.used();
  }

  @Override
  public CredentialHealth health() {
    return watch.health();
  }

  @Override
  public List<CredentialEnd> ends() {
    return source.ends();
  }

  @Override
  public void close() {
    watch.close();
    tokens.close();
  }

  @Override
  public String toString() {
    return "OAuth2 tokens of " + identity;
  }

  private Credential credential(
      AccessToken token, long generation, Instant issuedAt, Instant expiresAt) {
    List<Mechanism> bound =
        mechanisms.stream().map(mechanism -> mechanism.bind(identity, token.value())).toList();
    return new TokenCredential(bound, generation, issuedAt, expiresAt, token);
  }

  /** Its text form is that of a record: each part of the token shows what is no secret only. */
  private record TokenCredential(
      List<Mechanism> mechanisms,
      long generation,
      Instant issuedAt,
      Instant expiresAt,
      AccessToken token)
      implements Credential {

    @Override
    public CredentialFacts facts() {
      return TokenFacts.of(token);
    }
  }
}
