package dev.mailconnector.cli.demo;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.time.Duration;
import java.util.List;

/**
 * The outside world of the demo on 127.0.0.1: three token issuers, a mail server for each that lets
 * in only who has a living token of that issuer, and one that wants a password. Everything that is
 * secret here was made for this run.
 */
final class DemoServers implements AutoCloseable {
  static final String TENANT = "contoso.onmicrosoft.com";
  static final String MICROSOFT_CLIENT = "11111111-2222-3333-4444-555555555555";
  static final String GOOGLE_CLIENT = "123456789-demo.apps.googleusercontent.com";
  static final String GENERIC_CLIENT = "mailer";
  static final String GENERIC_SCOPE = "smtp.send";
  static final String CLIENT_SECRET = "demo-client-secret";
  static final String PASSWORD_USER = "relay@example.com";
  static final String PASSWORD = "demo password";

  private final TestAuthority authority = TestAuthority.create();
  private final MicrosoftIssuer microsoftIssuer = MicrosoftIssuer.start(authority);
  private final GoogleIssuer googleIssuer = GoogleIssuer.start(authority);
  private final GenericIssuer genericIssuer = GenericIssuer.start(authority);
  private final ScriptedSmtpServer microsoft = server(SmtpProfile.MICROSOFT365, microsoftIssuer);
  private final ScriptedSmtpServer google = server(SmtpProfile.GMAIL, googleIssuer);
  private final ScriptedSmtpServer generic = server(SmtpProfile.DOVECOT, genericIssuer);
  private final ScriptedSmtpServer password =
      ScriptedSmtpServer.builder()
          .profile(SmtpProfile.POSTFIX)
          .certificate(authority.issue())
          .password(PASSWORD_USER, PASSWORD)
          .start();

  private DemoServers() {}

  /** Starts them all; their access tokens live this long. */
  static DemoServers start(Duration tokenLifetime) {
    DemoServers servers = new DemoServers();
    servers.issuers().forEach(issuer -> issuer.lifetime(tokenLifetime));
    servers.microsoftIssuer.app(TENANT, MICROSOFT_CLIENT, CLIENT_SECRET);
    servers.googleIssuer.client(GOOGLE_CLIENT, CLIENT_SECRET);
    servers.genericIssuer.client(GENERIC_CLIENT, CLIENT_SECRET, GENERIC_SCOPE);
    return servers;
  }

  TestAuthority authority() {
    return authority;
  }

  MicrosoftIssuer microsoftIssuer() {
    return microsoftIssuer;
  }

  GoogleIssuer googleIssuer() {
    return googleIssuer;
  }

  GenericIssuer genericIssuer() {
    return genericIssuer;
  }

  ScriptedSmtpServer microsoft() {
    return microsoft;
  }

  ScriptedSmtpServer google() {
    return google;
  }

  ScriptedSmtpServer generic() {
    return generic;
  }

  ScriptedSmtpServer password() {
    return password;
  }

  /** Messages that the mail servers have accepted. */
  long delivered() {
    return mailServers().stream().mapToLong(server -> server.counters().messages()).sum();
  }

  /** Logins that the mail servers have refused. */
  long refusedLogins() {
    return mailServers().stream().mapToLong(server -> server.counters().loginsRefused()).sum();
  }

  /** Requests that the issuers have got, refused ones included. */
  long tokenRequests() {
    return issuers().stream().mapToLong(issuer -> issuer.requests().size()).sum();
  }

  /** Lets the delivered messages go; they stay counted. */
  void forgetMessages() {
    mailServers().forEach(ScriptedSmtpServer::forgetMessages);
  }

  @Override
  public void close() {
    mailServers().forEach(ScriptedSmtpServer::close);
    issuers().forEach(TokenIssuer::close);
  }

  List<ScriptedSmtpServer> mailServers() {
    return List.of(microsoft, google, generic, password);
  }

  private List<TokenIssuer> issuers() {
    return List.of(microsoftIssuer, googleIssuer, genericIssuer);
  }

  private ScriptedSmtpServer server(SmtpProfile profile, TokenIssuer issuer) {
    TokenCheck living =
        (user, token) ->
            issuer.isValid(user, token) ? TokenVerdict.accepted() : TokenVerdict.refused();
    return ScriptedSmtpServer.builder()
        .profile(profile)
        .certificate(authority.issue())
        .tokens(living)
        .start();
  }
}
