package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.cli.Main;
import dev.mailconnector.interop.KerberosRealm.Listener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Kerberos to a real Dovecot, with tickets of a real KDC. Java reads krb5.conf once in a JVM, so
 * the command line has one of its own.
 */
class KerberosIT {
  @TempDir private static Path folder;
  private static RealServers servers;
  private static KerberosRealm realm;

  /** What one call of the command line came to. */
  private record Run(int status, String printed) {}

  @BeforeAll
  static void startServers() throws Exception {
    servers = RealServers.start();
    realm = KerberosRealm.start(servers);
    Files.writeString(folder.resolve("password"), KerberosRealm.PASSWORD);
    Files.writeString(folder.resolve("wrong"), "not-it-4712");
  }

  @AfterAll
  static void stopServers() throws Exception {
    if (realm != null) {
      realm.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DOVECOT_STARTTLS, starttls, keytab: REALM/ann.keytab",
    "DOVECOT_IMPLICIT, implicit, keytab: REALM/ann.keytab",
    "DOVECOT_STARTTLS, starttls, 'password: \"${file:FOLDER/password}\"'",
    "DOVECOT_STARTTLS, starttls, ticket-cache: REALM/ann.cache"
  })
  void message_byEachTicket_arrives(Listener listener, String tls, String keys) throws Exception {
    String recipient = UUID.randomUUID() + "@interop.test";
    Path message = Messages.few().get(0);

    Run run = send(listener, tls, KerberosRealm.USER, keys, recipient, message);

    assertThat(run.status()).as(run.printed()).isZero();
    assertThat(run.printed()).contains("C: AUTH GSSAPI").doesNotContain("4711");
    DeliveredMessage delivered = servers.maildir().await(recipient, 1).get(0);
    assertThat(delivered.content()).isEqualTo(Messages.asStored(message));
    assertThat(delivered.sender()).startsWith("ann");
  }

  @Test
  void password_thatIsWrong_isTriedOnce() throws Exception {
    Run run = refused(KerberosRealm.LOCKABLE, "password: \"${file:FOLDER/wrong}\"");

    assertThat(run.printed())
        .contains("Pre-authentication information was invalid (24)", "lock-out")
        .doesNotContain("4712", "C: AUTH");
    assertThat(realm.wrongPasswords(KerberosRealm.LOCKABLE)).isEqualTo(1);
  }

  @Test
  void keytab_madeBeforeThePasswordWasChanged_isNamed() throws Exception {
    Run run = refused(KerberosRealm.OLD, "keytab: REALM/old.keytab");

    assertThat(run.printed()).contains("old.keytab are not those of old@REALM.EXAMPLE any more");
    assertThat(realm.wrongPasswords(KerberosRealm.OLD)).isEqualTo(1);
  }

  @Test
  void service_thatTheKdcDoesNotKnow_isNamed() throws Exception {
    Run run = refused(KerberosRealm.USER, "keytab: REALM/ann.keytab, service-principal: SMTPSVC");

    assertThat(run.printed())
        .contains("Server not found in Kerberos database (7)", "setspn -Q SMTPSVC/localhost");
  }

  private static Run refused(String user, String keys) throws Exception {
    Run run =
        send(
            Listener.DOVECOT_STARTTLS,
            "starttls",
            user,
            keys,
            UUID.randomUUID() + "@interop.test",
            Messages.few().get(0));
    assertThat(run.status()).as(run.printed()).isNotZero();
    return run;
  }

  private static Run send(
      Listener listener, String tls, String user, String keys, String recipient, Path message)
      throws Exception {
    Path config =
        Files.writeString(
            folder.resolve(recipient + ".yaml"),
            """
            accounts:
              realm:
                host: %s
                port: %d
                tls: %s
                from: robot@lab.test
                trust: {ca-file: %s}
                user: %s
                auth: {type: kerberos, %s}
            """
                .formatted(
                    RealServers.HOST,
                    realm.port(listener),
                    tls,
                    servers.caFile(),
                    user,
                    keys.replace("REALM/", realm.file("") + "/")
                        .replace("FOLDER", folder.toString())));
    return run(
        "--verbose",
        "--config",
        config.toString(),
        "send",
        "--to",
        recipient,
        "--eml",
        message.toString());
  }

  private static Run run(String... arguments) throws Exception {
    Path output = folder.resolve(UUID.randomUUID() + ".log");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.security.krb5.conf=" + realm.file("krb5.conf"),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName());
    java.command().addAll(List.of(arguments));
    Process process = java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    return new Run(process.waitFor(), Files.readString(output));
  }
}
