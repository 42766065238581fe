package dev.mailconnector.testkit.junit;

import dev.mailconnector.testkit.PlacedFault;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * Everything that an application which sends mail has to be told in a test: a mail server, the
 * authority it has to trust, an account with a password, and token issuers whose tokens the server
 * accepts.
 *
 * <p>The account: {@link #USER} with {@link #password()}; at each issuer a client {@link
 * #CLIENT_ID} with {@link #clientSecret()}. Secrets are made anew for each server. Issuers start
 * when they are asked for. Safe for use by several threads.
 */
public final class MailServer implements AutoCloseable {
  /** The user that may log in by password. */
  public static final String USER = "user@example.com";

  /** The tenant at the Microsoft-like issuer. */
  public static final String TENANT = "example.onmicrosoft.com";

  /** The client (application) known to each issuer. */
  public static final String CLIENT_ID = "00000000-1111-2222-3333-444444444444";

  private static final String CA_FILE = "ca.pem";

  private final TestAuthority authority = TestAuthority.create();
  private final String password = "pw " + UUID.randomUUID();
  private final String clientSecret = "cs~" + UUID.randomUUID();
  private final OnDemand<MicrosoftIssuer> microsoft = new OnDemand<>(this::startMicrosoft);
  private final OnDemand<GoogleIssuer> google = new OnDemand<>(this::startGoogle);
  private final OnDemand<GenericIssuer> generic = new OnDemand<>(this::startGeneric);
  private final Path directory;
  private final ScriptedSmtpServer smtp;

  private MailServer(Consumer<ScriptedSmtpServerBuilder> settings) {
    try {
      this.directory = Files.createTempDirectory("mail-server");
      authority.writePem(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the authority's certificate", e);
    }
    ScriptedSmtpServerBuilder builder =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .password(USER, password)
            .tokens(TokenCheck.of(this::isIssued));
    settings.accept(builder);
    this.smtp = builder.start();
  }

  /** A server with the manners of this provider, in STARTTLS mode. */
  public static MailServer start(SmtpProfile profile) {
    return start(builder -> builder.profile(profile).tls(ServerTls.STARTTLS));
  }

  /** A server with these settings; certificate, password and token check are set before. */
  public static MailServer start(Consumer<ScriptedSmtpServerBuilder> settings) {
    return new MailServer(settings);
  }

  /** The address of the mail server: 127.0.0.1, which its certificate names. */
  public String host() {
    return smtp.host();
  }

  /** The port of the mail server. */
  public int port() {
    return smtp.port();
  }

  /** A PEM file with the certificate to trust, for mail server and issuers. Deleted at the end. */
  public Path caFile() {
    return directory.resolve(CA_FILE);
  }

  /** The authority that issued the certificates of mail server and issuers. */
  public TestAuthority authority() {
    return authority;
  }

  /** A context for clients that trust this authority and no other. */
  public SSLContext trustingContext() {
    return authority.trustingContext();
  }

  /** The password of {@link #USER}. */
  public String password() {
    return password;
  }

  /** The secret of {@link #CLIENT_ID}. */
  public String clientSecret() {
    return clientSecret;
  }

  /** The messages received so far, in order. */
  public List<ReceivedMessage> messages() {
    return smtp.messages();
  }

  /**
   * Waits until at least n messages have come.
   *
   * @return all messages received
   * @throws AssertionError if fewer came within the limit
   */
  public List<ReceivedMessage> awaitMessages(int n, Duration limit) {
    return smtp.awaitMessages(n, limit);
  }

  /** Places a fault, from now on. */
  public PlacedFault on(Trigger trigger, SmtpFault fault) {
    return smtp.on(trigger, fault);
  }

  /** The mail server itself: transcripts, counters, rules for recipients. */
  public ScriptedSmtpServer smtp() {
    return smtp;
  }

  /** An issuer like Microsoft's; {@link #CLIENT_ID} is an application of {@link #TENANT}. */
  public MicrosoftIssuer microsoft() {
    return microsoft.get();
  }

  /** An issuer like Google's, with a service account and the client {@link #CLIENT_ID}. */
  public GoogleIssuer google() {
    return google.get();
  }

  /** An OAuth2 server like any other, with the client {@link #CLIENT_ID}. */
  public GenericIssuer generic() {
    return generic.get();
  }

  /** Closes mail server and issuers and deletes {@link #caFile()}. */
  @Override
  public void close() {
    try (microsoft;
        google;
        generic;
        smtp) {
      Files.deleteIfExists(caFile());
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + directory, e);
    }
  }

  @Override
  public String toString() {
    return "MailServer[" + smtp + "]";
  }

  private boolean isIssued(String user, String token) {
    return microsoft.holds(issuer -> issuer.isValid(user, token))
        || google.holds(issuer -> issuer.isValid(user, token))
        || generic.holds(issuer -> issuer.isValid(user, token));
  }

  private MicrosoftIssuer startMicrosoft() {
    MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
    issuer.app(TENANT, CLIENT_ID, clientSecret);
    return issuer;
  }

  private GoogleIssuer startGoogle() {
    GoogleIssuer issuer = GoogleIssuer.start(authority);
    issuer.client(CLIENT_ID, clientSecret);
    return issuer;
  }

  private GenericIssuer startGeneric() {
    GenericIssuer issuer = GenericIssuer.start(authority);
    issuer.client(CLIENT_ID, clientSecret);
    return issuer;
  }
}
