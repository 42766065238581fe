package dev.mailconnector.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MailServerExtensionTest {

  @Nested
  @MailServerTest(profile = SmtpProfile.GMAIL, tls = ServerTls.NONE)
  class Annotated {
    private MailServer before;

    @BeforeEach
    void remember(MailServer mail) {
      before = mail;
    }

    @Test
    void parameters_ofOneTest_belongTogether(
        MailServer mail, ScriptedSmtpServer smtp, TestAuthority authority, GoogleIssuer issuer)
        throws IOException {
      assertThat(mail).isSameAs(before);
      assertThat(smtp).isSameAs(mail.smtp());
      assertThat(issuer).isSameAs(mail.google());
      assertThat(mail.caFile()).content().isEqualTo(authority.certificatePem());
      assertThat(greetingOf(mail)).contains("gsmtp");
    }

    @Test
    @MailServerTest(profile = SmtpProfile.DOVECOT)
    void annotation_onTheMethod_wins(MailServer mail) throws IOException {
      assertThat(greetingOf(mail)).contains("Dovecot");
    }
  }

  @Nested
  class Registered {
    private static final Set<MailServer> SEEN = new HashSet<>();

    @RegisterExtension
    static final MailServerExtension MAIL =
        MailServerExtension.with(server -> server.tls(ServerTls.NONE).greeting("220 mine"));

    @RepeatedTest(3)
    void server_ofEachTest_isAnother(MailServer mail) throws IOException {
      assertThat(SEEN.add(mail)).isTrue();
      assertThat(greetingOf(mail)).isEqualTo("220 mine");
      assertThat(mail.messages()).isEmpty();
    }

    @AfterAll
    static void serversOfEarlierTests_areClosed() {
      assertThat(SEEN).hasSize(3);
      for (MailServer mail : SEEN) {
        assertThat(mail.caFile()).doesNotExist();
        assertThatThrownBy(() -> greetingOf(mail)).isInstanceOf(ConnectException.class);
      }
    }
  }

  @Test
  void close_closesIssuersAndDeletesTheFile() {
    MailServer mail = MailServer.start(SmtpProfile.MICROSOFT365);
    int issuerPort = mail.microsoft().url().getPort();
    assertThat(Files.exists(mail.caFile())).isTrue();

    mail.close();

    assertThat(Files.exists(mail.caFile().getParent())).isFalse();
    assertThatThrownBy(() -> new Socket("127.0.0.1", issuerPort).close())
        .isInstanceOf(ConnectException.class);
  }

  static String greetingOf(MailServer mail) throws IOException {
    try (Socket socket = new Socket(mail.host(), mail.port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      return in.readLine();
    }
  }
}
