package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.KerberosServer;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntranetKerberosTest {
  private static final String USER = "svc-mail@CORP.TEST";

  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_withTheKeysOfAKdc_logsInAndSends(@TempDir Path folder) throws Exception {
    int port = freePort();
    SimpleKdcServer kdc = kdc(folder, port);
    Path keytab = folder.resolve("svc-mail.keytab");
    String service = "smtp/127.0.0.1@CORP.TEST";
    kdc.createPrincipal(USER, "correct horse");
    kdc.createPrincipal(service, "any password");
    kdc.exportPrincipal(USER, keytab.toFile());
    kdc.exportPrincipal(service, folder.resolve("smtp.keytab").toFile());
    // Java reads it once in a JVM; no other test here knows Kerberos.
    System.setProperty("java.security.krb5.conf", conf(folder, port).toString());
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.EXCHANGE_SERVER)
            .certificate(authority.issue())
            .mechanism(KerberosServer.of(service, folder.resolve("smtp.keytab")))
            .start()) {
      SendReceipt receipt =
          IntranetKerberos.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "MAIL_USER",
                      USER,
                      "MAIL_KEYTAB",
                      keytab.toString(),
                      "MAIL_FROM",
                      "robot@corp.example")));

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(10)).get(0);
      assertThat(message.login()).isEqualTo(new Login("GSSAPI", USER));
      assertThat(receipt.identity()).isEqualTo(USER);
    } finally {
      kdc.stop();
    }
  }

  private static SimpleKdcServer kdc(Path folder, int port) throws Exception {
    SimpleKdcServer kdc = new SimpleKdcServer();
    kdc.setKdcRealm("CORP.TEST");
    kdc.setKdcHost("127.0.0.1");
    kdc.setAllowUdp(false);
    kdc.setAllowTcp(true);
    kdc.setKdcTcpPort(port);
    kdc.setWorkDir(folder.toFile());
    kdc.init();
    kdc.start();
    return kdc;
  }

  private static Path conf(Path folder, int port) throws IOException {
    return Files.writeString(
        folder.resolve("own.conf"),
        """
        [libdefaults]
          default_realm = CORP.TEST
          udp_preference_limit = 1
        [realms]
          CORP.TEST = {
            kdc = 127.0.0.1:%d
          }
        """
            .formatted(port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
