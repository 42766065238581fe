package dev.mailconnector.spi;

/**
 * How an account logs in, before it has a connector: what {@code OAuth2...}, {@code PasswordLogin}
 * and the like return and what an {@link dev.mailconnector.Account} carries. The connector calls
 * {@link #create} once when the account is added and closes the provider when the account is
 * removed. Implementations are immutable, show no secret in {@code toString}, and may be used for
 * several accounts.
 */
@FunctionalInterface
public interface CredentialProviderFactory {

  /** A provider for the account of this context. Does no I/O. */
  CredentialProvider create(ProviderContext context);
}
