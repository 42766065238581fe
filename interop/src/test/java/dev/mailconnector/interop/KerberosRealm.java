package dev.mailconnector.interop;

import dev.mailconnector.interop.RealServers.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A realm by MIT Kerberos, and a Dovecot that takes its tickets. Its state lies beside that of the
 * {@link RealServers} that deliver the mail.
 */
final class KerberosRealm implements AutoCloseable {
  static final String USER = "ann@REALM.EXAMPLE";

  /** A user whose keytab was made before the password was changed. */
  static final String OLD = "old@REALM.EXAMPLE";

  /** A user whom the third wrong password locks. */
  static final String LOCKABLE = "bob@REALM.EXAMPLE";

  /** Of ann and bob; the same as in {@code interop/realm}. */
  static final String PASSWORD = "password-4711, with spaces";

  private static final ServerScript SCRIPT = new ServerScript("realm");

  /** The listeners. */
  enum Listener {
    KDC,
    DOVECOT_IMPLICIT,
    DOVECOT_STARTTLS
  }

  private final Path folder;
  private final Map<Listener, Integer> ports;

  private KerberosRealm(Path folder, Map<Listener, Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  static KerberosRealm start(RealServers servers) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(servers.folder().resolve("realm"));
    Files.createSymbolicLink(folder.resolve("tls"), servers.folder().resolve("tls"));
    KerberosRealm realm = new KerberosRealm(folder, FreePorts.of(Listener.class));
    FreePorts.write(folder.resolve("ports"), realm.ports);
    Files.writeString(
        folder.resolve("ports"),
        Files.readString(folder.resolve("ports"))
            + ("postfix_sink=" + servers.port(Port.POSTFIX_SINK) + "\n"));
    try {
      SCRIPT.run("start", folder.toString());
      return realm;
    } catch (IOException | InterruptedException | RuntimeException e) {
      realm.close();
      throw e;
    }
  }

  int port(Listener listener) {
    return ports.get(listener);
  }

  /** A file that the realm made: krb5.conf, a keytab, a ticket cache. */
  Path file(String name) {
    return folder.resolve(name);
  }

  /** How often the KDC has seen a wrong password or key of this user. */
  long wrongPasswords(String user) throws IOException {
    try (var lines = Files.lines(folder.resolve("kdc.log"))) {
      return lines
          .filter(line -> line.contains("PREAUTH_FAILED") && line.contains(user + " for "))
          .count();
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    SCRIPT.run("stop", folder.toString());
  }
}
