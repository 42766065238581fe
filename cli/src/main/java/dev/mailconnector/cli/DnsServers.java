package dev.mailconnector.cli;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;

/** Whom {@code probe --sender} asks. */
final class DnsServers {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PORT = 53;

  private DnsServers() {}

  /** The server of this name, or those of the machine. */
  static Resolver named(@Nullable String server) {
    try {
      Resolver resolver = server == null ? new ExtendedResolver() : of(server);
      resolver.setTimeout(PATIENCE);
      return resolver;
    } catch (UnknownHostException e) {
      throw new CommandFailure(
          ExitStatus.UNREACHABLE, "The DNS server " + server + " is not known: " + e.getMessage());
    }
  }

  private static Resolver of(String server) throws UnknownHostException {
    int colon = server.lastIndexOf(':');
    boolean hasPort = colon > 0 && server.substring(colon + 1).matches("\\d{1,5}");
    String host = hasPort ? server.substring(0, colon) : server;
    int port = hasPort ? Integer.parseInt(server.substring(colon + 1)) : PORT;
    return new SimpleResolver(new InetSocketAddress(host, port));
  }
}
