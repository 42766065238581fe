package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfterAFailureTest {

  @ParameterizedTest
  @CsvSource({
    "250 2.1.5 Ok, 250 ",
    "451 4.3.0 Later, put it back into the queue",
    "550 5.1.1 No such user, give it back to its author"
  })
  void recipe_afterEachReply_saysWhatToDo(String reply, String then) throws Exception {
    try (ScriptedSmtpServer relay =
            ScriptedSmtpServer.builder()
                .profile(SmtpProfile.PLAIN_RELAY)
                .recipient("ann@example.com", reply)
                .start();
        MailConnector mail = MailConnector.of(account(relay))) {
      assertThat(AfterAFailure.send(mail, Messages.hello("ann@example.com")))
          .startsWith(then.strip());
    }
  }

  private static Account account(ScriptedSmtpServer relay) {
    return Account.builder("relay", new SmtpEndpoint(relay.host(), relay.port(), TlsMode.NONE))
        .from("robot@example.com")
        .build();
  }
}
