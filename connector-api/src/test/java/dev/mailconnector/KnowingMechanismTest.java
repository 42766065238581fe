package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Whom;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.AnswersWords;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.ServerMechanism.Step;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.TlsMode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mechanisms that know their servers: what to say to words, and what a refusal means. */
class KnowingMechanismTest {
  private final Lab lab = new Lab();

  @Test
  void words_inPlaceOfAChallenge_areAnsweredByTheMechanismThatKnowsThem() throws Exception {
    try (ScriptedSmtpServer server =
        server(
            new Step.Text("NTLM supported"),
            Step.challenge(new byte[] {'c'}),
            Step.accepted("robot"))) {
      try (MailConnector connector = connector(server)) {
        connector.send(Lab.message());
      }

      assertThat(server.sessions().get(0).clientLines())
          .containsSubsequence("AUTH NTLM aGVsbG8=", "aGVsbG8=", "aGVsbG8=");
    }
  }

  @Test
  void words_thatTheMechanismDoesNotExpect_endTheLogin() throws Exception {
    try (ScriptedSmtpServer server =
        server(new Step.Text("NTLM supported"), new Step.Text("NTLM supported"))) {
      MailConnectorException e = failure(server);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("was given up: words again  2026-11-22 INFO forged  [2Jx");
      assertThat(e.detail().what()).hasSizeLessThan(1200);
      assertThat(server.sessions().get(0).clientLines()).contains("*");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "535 5.7.3 Authentication unsuccessful | Ask Ann.",
        "535 5.7.139 Authentication unsuccessful | A policy of the Microsoft 365 tenant",
        "454 4.7.0 Temporary authentication failure | The server cannot check logins"
      })
  void refusal_aboutTheSecret_hasTheMechanismsAdvice(String reply, String advice) throws Exception {
    try (ScriptedSmtpServer server = server(Step.refused(reply))) {
      assertThat(failure(server))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining(advice);
    }
  }

  private MailConnector connector(ScriptedSmtpServer server) {
    return lab.connector(
        Lab.account(server, TlsMode.STARTTLS)
            .login(ScriptedMechanism.speakingFirst("X").provider(x -> List.of(new Knowing())))
            .build());
  }

  private MailConnectorException failure(ScriptedSmtpServer server) throws Exception {
    try (MailConnector connector = connector(server)) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private static ScriptedSmtpServer server(Step... steps) {
    return Lab.server(ServerTls.STARTTLS)
        .mechanisms("NTLM")
        .mechanism(new Script(List.of(steps)))
        .loginRequired(true)
        .start();
  }

  private record Script(List<Step> steps) implements ServerMechanism {
    @Override
    public String name() {
      return "NTLM";
    }

    @Override
    public Exchange start(Context context) {
      Iterator<Step> rest = steps.iterator();
      return response -> rest.next();
    }
  }

  private static final class Knowing implements Mechanism {
    @Override
    public String name() {
      return "NTLM";
    }

    @Override
    public SaslClient start(MechanismContext context) {
      return new Client();
    }
  }

  private static final class Client implements SaslClient, AnswersWords, AdvisesOnRefusal {
    private int answers;

    @Override
    public String getMechanismName() {
      return "NTLM";
    }

    @Override
    public boolean hasInitialResponse() {
      return true;
    }

    @Override
    public byte[] evaluateChallenge(byte[] challenge) {
      answers++;
      return "hello".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] answerWords(String words) throws SaslException {
      if (++answers > 2) {
        throw new SaslException(
            "words again\r\n2026-11-22 INFO forged \u001b[2J" + "x".repeat(9000));
      }
      return "hello".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean isComplete() {
      return answers == 3;
    }

    @Override
    public Remedy remedy(SmtpReply reply) {
      return new Diagnosis("ann-away", "Ann is away.", "Ask Ann.", Whom.USER, "a test").remedy();
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
      throw new IllegalStateException();
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
      throw new IllegalStateException();
    }

    @Override
    public @Nullable Object getNegotiatedProperty(String property) {
      return null;
    }

    @Override
    public void dispose() {}
  }
}
