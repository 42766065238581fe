package dev.mailconnector.interop;

import dev.mailconnector.interop.RealServers.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * An Active Directory domain by Samba, in namespaces of its own, and a Dovecot that asks it about
 * logins by NTLM and Kerberos. Its state lies beside that of the {@link RealServers} that deliver
 * the mail.
 */
final class DomainController implements AutoCloseable {
  static final String NETBIOS_NAME = "CORP";
  static final String DNS_NAME = "corp.example";
  static final String REALM = "CORP.EXAMPLE";

  /** Of every user; the same as in {@code interop/domain-controller}. */
  static final String PASSWORD = "pässwörd €, with 1 Capital";

  /** How many wrong passwords lock an account. */
  static final int LOCKOUT_THRESHOLD = 3;

  private static final ServerScript SCRIPT = new ServerScript("domain-controller");

  /** The listeners. */
  enum Listener {
    DOVECOT_IMPLICIT,
    DOVECOT_STARTTLS,
    KDC
  }

  private final Path folder;
  private final Map<Listener, Integer> ports;

  private DomainController(Path folder, Map<Listener, Integer> ports) {
    this.folder = folder;
    this.ports = ports;
  }

  /** Starts it, or says why that is not possible here. */
  static DomainController start(RealServers servers) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(servers.folder().resolve("domain"));
    Files.createSymbolicLink(folder.resolve("tls"), servers.folder().resolve("tls"));
    DomainController controller = new DomainController(folder, FreePorts.of(Listener.class));
    FreePorts.write(folder.resolve("ports"), controller.ports);
    Files.writeString(
        folder.resolve("ports"),
        Files.readString(folder.resolve("ports"))
            + ("postfix_sink=" + servers.port(Port.POSTFIX_SINK) + "\n"));
    try {
      SCRIPT.run("start", folder.toString());
      return controller;
    } catch (IOException | InterruptedException | RuntimeException e) {
      controller.close();
      throw e;
    }
  }

  int port(Listener listener) {
    return ports.get(listener);
  }

  /** How many wrong passwords the domain has counted, for all that it has heard. */
  int wrongPasswords(String user) throws IOException, InterruptedException {
    return Integer.parseInt(attribute(user, "badPwdCount"));
  }

  /** Whether the domain has locked the account. */
  boolean isLocked(String user) throws IOException, InterruptedException {
    return !attribute(user, "lockoutTime").equals("0");
  }

  /** The keys of the user {@code ann}. */
  Path keytab() {
    return folder.resolve("ann.keytab");
  }

  /** How a client of this realm finds its KDC. */
  Path writeKrb5Conf() throws IOException {
    return Files.writeString(
        folder.resolve("krb5.conf"),
        """
        [libdefaults]
          default_realm = %1$s
          udp_preference_limit = 1
        [realms]
          %1$s = {
            kdc = 127.0.0.1:%2$d
          }
        """
            .formatted(REALM, port(Listener.KDC)));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    SCRIPT.run("stop", folder.toString());
  }

  /** "0" where the user has no such attribute. */
  private String attribute(String user, String name) throws IOException, InterruptedException {
    String shown =
        SCRIPT.run("tool", folder.toString(), "user", "show", user, "--attributes=" + name);
    return shown
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("0");
  }
}
