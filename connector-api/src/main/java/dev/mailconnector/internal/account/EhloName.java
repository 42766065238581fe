package dev.mailconnector.internal.account;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the connector calls itself in EHLO when nobody says otherwise (RFC 5321 section 4.1.3): the
 * name of this machine where it is fully qualified, else the address of the connection. Asks no
 * name server.
 */
final class EhloName {
  private static final Path HOSTNAME = Path.of("/etc/hostname");

  private EhloName() {}

  static String of(InetAddress local) {
    return of(machineName(), local);
  }

  static String of(String name, InetAddress local) {
    return name.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+") ? name : literal(local);
  }

  private static String machineName() {
    String name = System.getenv("HOSTNAME");
    if (name != null && !name.isBlank()) {
      return name.strip();
    }
    try {
      return Files.isReadable(HOSTNAME) ? Files.readString(HOSTNAME).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String literal(InetAddress local) {
    String address = local.getHostAddress();
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    return local instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
  }
}
