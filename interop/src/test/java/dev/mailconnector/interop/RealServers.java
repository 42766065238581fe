package dev.mailconnector.interop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;

/**
 * A real Dovecot and a real Postfix on loopback, and an issuer whose tokens Dovecot verifies by
 * itself. All state lies in one temporary folder, which stays behind for the curious.
 */
final class RealServers implements AutoCloseable {
  static final String HOST = "localhost";
  static final String USER = "ann@interop.test";

  /** Not ASCII, and with spaces: the same as in {@code interop/servers}. */
  static final String PASSWORD = "pässwörd €, with spaces";

  /** ASCII, for another user: Cyrus SASL computes NTLM of nothing else. */
  static final String ASCII_USER = "bob@interop.test";

  static final String ASCII_PASSWORD = "password-4711, with spaces";

  /** The user of the examples of other programs' configurations. */
  static final String ROBOT = "robot@example.com";

  static final String ROBOT_PASSWORD = "hunter2-S3cr3t";

  static final String CLIENT_ID = "interop";
  static final String CLIENT_SECRET = "interop-secret";

  /** Above the 512 octets of an AUTH line, so that the token goes in a second step. */
  private static final int TOKEN_LENGTH = 1500;

  private static final ServerScript SCRIPT = new ServerScript("servers");

  /** The listeners. */
  enum Port {
    DOVECOT_IMPLICIT,
    DOVECOT_STARTTLS,
    POSTFIX_IMPLICIT,
    POSTFIX_STARTTLS,
    POSTFIX_NO_LOGIN,
    POSTFIX_SINK,
    CYRUS_IMPLICIT,
    CYRUS_STARTTLS,
    /** Offers SCRAM-SHA-256 and nothing else. */
    CYRUS_SCRAM_ONLY,
    POSTFIX_EXPIRED,
    POSTFIX_WRONG_NAME,
    POSTFIX_SELF_SIGNED,
    /** Sends its certificate without the one that leads to the authority. */
    POSTFIX_HALF_CHAIN,
    /** TLS 1.1 and nothing else. */
    POSTFIX_OLD_TLS,
    /** Turns everybody away in its greeting. */
    POSTFIX_REJECTING,
    POSTFIX_ONE_CONNECTION,
    /** Lets nobody send as anybody, and says so at RCPT, as Postfix does by default. */
    POSTFIX_OWN_SENDERS,
    /** The same, at MAIL. */
    POSTFIX_EARLY_SENDERS,
    /** Asks for no login, and relays to no other server, as Postfix does by default. */
    POSTFIX_NO_RELAY
  }

  private final Path folder;
  private final TestAuthority authority = TestAuthority.create();
  private final GenericIssuer issuer = GenericIssuer.start(authority);
  private final Map<Port, Integer> ports;

  private RealServers(Path folder, Map<Port, Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /** Starts everything, or says why that is not possible here. */
  static RealServers start() throws IOException, InterruptedException {
    RealServers servers =
        new RealServers(
            Files.createTempDirectory("mailconnector-interop"), FreePorts.of(Port.class));
    try {
      servers.startAll();
      return servers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  /** Where all state lies. */
  Path folder() {
    return folder;
  }

  int port(Port port) {
    return ports.get(port);
  }

  /** The certificate authority of the servers and of the issuer. */
  Path caFile() {
    return folder.resolve("tls/ca.pem");
  }

  /** Where CLIENT_ID gets tokens for USER, by refresh token. */
  GenericIssuer issuer() {
    return issuer;
  }

  Maildir maildir() {
    return new Maildir(folder.resolve("mail"));
  }

  /** What Dovecot had to say, refused logins in particular. */
  String dovecotLog() throws IOException {
    return Files.readString(folder.resolve("dovecot.log"));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    issuer.close();
    SCRIPT.run("stop", folder.toString());
  }

  private void startAll() throws IOException, InterruptedException {
    issuer.client(CLIENT_ID, CLIENT_SECRET);
    issuer.jwtTokens(TOKEN_LENGTH);
    writeCertificates();
    writeIssuerKeys();
    FreePorts.write(folder.resolve("ports"), ports);
    SCRIPT.run("start", folder.toString());
  }

  private void writeCertificates() throws IOException {
    TestCertificate certificate = authority.issue(HOST);
    Path tls = Files.createDirectory(folder.resolve("tls"));
    Files.writeString(caFile(), authority.certificatePem());
    Files.writeString(tls.resolve("cert.pem"), certificate.chainPem());
    Files.writeString(tls.resolve("key.pem"), certificate.privateKeyPem());
    writeChain(tls.resolve("expired.pem"), authority.issueExpired(HOST));
    writeChain(tls.resolve("wrong-name.pem"), authority.issueForWrongName());
    writeChain(tls.resolve("self-signed.pem"), authority.selfSigned(HOST));
    writeChain(tls.resolve("half-chain.pem"), authority.issueWithoutIntermediate(HOST));
  }

  private static void writeChain(Path file, TestCertificate certificate) throws IOException {
    Files.writeString(file, certificate.privateKeyPem() + certificate.chainPem());
  }

  /** Dovecot looks for keys/CLIENT/ALGORITHM/KEY-ID; a token that names no client has "default". */
  private void writeIssuerKeys() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().sslContext(authority.trustingContext()).build();
    HttpRequest request = HttpRequest.newBuilder(issuer.url().resolve("/jwks")).build();
    String keys = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Path directory = Files.createDirectories(folder.resolve("keys/default/RS256"));
    try {
      for (JWK key : JWKSet.parse(keys).getKeys()) {
        byte[] encoded = key.toRSAKey().toPublicKey().getEncoded();
        Files.writeString(
            directory.resolve(key.getKeyID()),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n");
      }
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException("The issuer's keys cannot be read: " + keys, e);
    }
  }
}
