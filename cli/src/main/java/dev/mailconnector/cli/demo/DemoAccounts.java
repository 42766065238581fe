package dev.mailconnector.cli.demo;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.auth.oauth2.Gmail;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.util.List;

/** The accounts of the demo, built as an application builds its own, but for the addresses. */
final class DemoAccounts {
  private final DemoServers servers;

  private DemoAccounts(DemoServers servers) {
    this.servers = servers;
  }

  /**
   * An account and how it logs in, in words.
   *
   * @param account the account
   * @param login the words
   */
  record Entry(Account account, String login) {}

  static List<Entry> of(DemoServers servers) {
    DemoAccounts accounts = new DemoAccounts(servers);
    return List.of(
        accounts.microsoftApp(),
        accounts.googleServiceAccount(),
        accounts.googleRefreshToken(),
        accounts.genericClient(),
        accounts.password());
  }

  private Entry microsoftApp() {
    String mailbox = "robot@contoso.example";
    return entry(
        "microsoft-app",
        "Microsoft client credentials",
        servers.microsoft(),
        mailbox,
        Microsoft365.application(DemoServers.TENANT, DemoServers.MICROSOFT_CLIENT)
            .secret(clientSecret())
            .authority(servers.microsoftIssuer().url())
            .login(mailbox));
  }

  private Entry googleServiceAccount() {
    String mailbox = "news@example.com";
    Secret key = Secret.of(servers.googleIssuer().serviceAccountKeyJson());
    return entry(
        "google-service",
        "Google service account",
        servers.google(),
        mailbox,
        Gmail.serviceAccount(SecretSource.fixed(key)).login(mailbox));
  }

  private Entry googleRefreshToken() {
    String mailbox = "ann@example.com";
    Secret refreshToken =
        Secret.of(servers.googleIssuer().grantRefreshToken(DemoServers.GOOGLE_CLIENT, mailbox));
    return entry(
        "google-user",
        "Google refresh token",
        servers.google(),
        mailbox,
        Gmail.refreshToken(DemoServers.GOOGLE_CLIENT, clientSecret(), refreshToken)
            .tokenEndpoint(servers.googleIssuer().tokenEndpoint())
            .login(mailbox));
  }

  private Entry genericClient() {
    String mailbox = "mailer@corp.example";
    return entry(
        "generic",
        "OAuth2 client credentials",
        servers.generic(),
        mailbox,
        GenericOAuth2.at(servers.genericIssuer().tokenEndpoint())
            .clientCredentials(DemoServers.GENERIC_CLIENT, clientSecret())
            .scope(DemoServers.GENERIC_SCOPE)
            .login(mailbox));
  }

  private Entry password() {
    return entry(
        "password",
        "password",
        servers.password(),
        DemoServers.PASSWORD_USER,
        PasswordLogin.of(DemoServers.PASSWORD_USER, Secret.of(DemoServers.PASSWORD)));
  }

  private Entry entry(
      String name,
      String words,
      ScriptedSmtpServer server,
      String mailbox,
      CredentialProviderFactory login) {
    SmtpEndpoint endpoint = new SmtpEndpoint(server.host(), server.port(), TlsMode.STARTTLS);
    Account account =
        Account.builder(name, endpoint)
            .login(login)
            .from(mailbox)
            .trust(Trust.context(servers.authority().trustingContext()))
            .build();
    return new Entry(account, words);
  }

  private static Secret clientSecret() {
    return Secret.of(DemoServers.CLIENT_SECRET);
  }
}
