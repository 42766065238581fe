package dev.mailconnector.auth.kerberos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.client.KrbClient;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

/**
 * A Kerberos realm on loopback, and realms whose KDC is silent, down or unknown. There is one in
 * the JVM of the tests: Java reads krb5.conf once for all.
 */
final class TestRealm {
  static final String REALM = "CORP.TEST";
  static final String USER = "svc-mail@CORP.TEST";
  static final String PASSWORD = "c0rrect-horse-battery";
  static final String SERVICE = "smtp/localhost@CORP.TEST";
  static final String EXCHANGE = "SMTPSVC/mail01.corp.test@CORP.TEST";

  private static final String CONF = "java.security.krb5.conf";
  private static final TestRealm ONE = new TestRealm();

  private final Path folder;
  private final SimpleKdcServer kdc;
  private final CountingRelay relay;

  /** Listens and never accepts; held, since a socket that nobody holds is closed. */
  private final ServerSocket silent;

  private TestRealm() {
    try {
      folder = Files.createTempDirectory("kerberos");
      int port = freePort();
      kdc = kdc(folder, port);
      relay = CountingRelay.to(port);
      kdc.createPrincipal(USER, PASSWORD);
      kdc.createPrincipals(SERVICE, EXCHANGE);
      kdc.exportPrincipal(SERVICE, folder.resolve("smtp.keytab").toFile());
      kdc.exportPrincipal(EXCHANGE, folder.resolve("exchange.keytab").toFile());
      kdc.exportPrincipal(USER, folder.resolve("user.keytab").toFile());
      silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Path conf =
          Files.writeString(
              folder.resolve("own.conf"), conf(relay.port(), silent.getLocalPort(), freePort()));
      System.setProperty(CONF, conf.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (KrbException e) {
      throw new IllegalStateException(e);
    }
  }

  static TestRealm get() {
    return ONE;
  }

  CountingRelay relay() {
    return relay;
  }

  Path userKeytab() {
    return folder.resolve("user.keytab");
  }

  Path serviceKeytab() {
    return folder.resolve("smtp.keytab");
  }

  Path exchangeKeytab() {
    return folder.resolve("exchange.keytab");
  }

  /** Writes a ticket cache of the user, as kinit does. */
  void kinit(Path cache) throws KrbException {
    KrbClient client = kdc.getKrbClient();
    client.storeTicket(client.requestTgt(USER, PASSWORD), cache.toFile());
  }

  private static SimpleKdcServer kdc(Path folder, int port) throws KrbException {
    SimpleKdcServer server = new SimpleKdcServer();
    server.setKdcRealm(REALM);
    server.setKdcHost("127.0.0.1");
    server.setAllowUdp(false);
    server.setAllowTcp(true);
    server.setKdcTcpPort(port);
    server.setWorkDir(folder.toFile());
    server.init();
    server.start();
    return server;
  }

  /** One that is free now; a KDC of Kerby cannot be asked which it got. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String conf(int kdc, int silent, int dead) {
    return """
        [libdefaults]
          default_realm = CORP.TEST
          udp_preference_limit = 1
          kdc_timeout = 20s
          max_retries = 1
          dns_lookup_kdc = false
          dns_lookup_realm = false
        [realms]
          CORP.TEST = {
            kdc = 127.0.0.1:%d
          }
          SILENT.TEST = {
            kdc = 127.0.0.1:%d
          }
          DOWN.TEST = {
            kdc = 127.0.0.1:%d
          }
        """
        .formatted(kdc, silent, dead);
  }
}
