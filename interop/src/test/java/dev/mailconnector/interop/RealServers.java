package dev.mailconnector.interop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real Dovecot and a real Postfix on loopback, and an issuer whose tokens Dovecot verifies by
 * itself. All state lies in one temporary folder, which stays behind for the curious.
 */
final class RealServers implements AutoCloseable {
  static final String HOST = "localhost";
  static final String USER = "ann@interop.test";

  /** Not ASCII, and with spaces: the same as in {@code interop/servers}. */
  static final String PASSWORD = "pässwörd €, with spaces";

  static final String CLIENT_ID = "interop";
  static final String CLIENT_SECRET = "interop-secret";

  /** Above the 512 octets of an AUTH line, so that the token goes in a second step. */
  private static final int TOKEN_LENGTH = 1500;

  /** The listeners. */
  enum Port {
    DOVECOT_IMPLICIT,
    DOVECOT_STARTTLS,
    POSTFIX_IMPLICIT,
    POSTFIX_STARTTLS,
    POSTFIX_NO_LOGIN,
    POSTFIX_SINK
  }

  private final Path folder;
  private final TestAuthority authority = TestAuthority.create();
  private final GenericIssuer issuer = GenericIssuer.start(authority);
  private final Map<Port, Integer> ports = freePorts();

  private RealServers(Path folder) {
    this.folder = folder;
  }

  /** Starts everything, or says why that is not possible here. */
  static RealServers start() throws IOException, InterruptedException {
    RealServers servers = new RealServers(Files.createTempDirectory("mailconnector-interop"));
    try {
      servers.startAll();
      return servers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      servers.close();
      throw e;
    }
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
    run("stop", folder.toString());
  }

  private void startAll() throws IOException, InterruptedException {
    issuer.client(CLIENT_ID, CLIENT_SECRET);
    issuer.jwtTokens(TOKEN_LENGTH);
    writeCertificates();
    writeIssuerKeys();
    Files.writeString(
        folder.resolve("ports"),
        ports.entrySet().stream()
            .map(port -> port.getKey().name().toLowerCase(Locale.ROOT) + "=" + port.getValue())
            .collect(Collectors.joining("\n", "", "\n")));
    run("start", folder.toString());
  }

  private void writeCertificates() throws IOException {
    TestCertificate certificate = authority.issue(HOST);
    Path tls = Files.createDirectory(folder.resolve("tls"));
    Files.writeString(caFile(), authority.certificatePem());
    Files.writeString(tls.resolve("cert.pem"), certificate.chainPem());
    Files.writeString(tls.resolve("key.pem"), certificate.privateKeyPem());
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

  private static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./servers"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("mailconnector-interop", ".log");
    // A file, as the daemons would keep a pipe open.
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(output, StandardCharsets.UTF_8));
    }
    Files.delete(output);
  }

  private static Map<Port, Integer> freePorts() {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (Port port : Port.values()) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.put(port, socket.getLocalPort());
      }
      for (ServerSocket socket : held) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
