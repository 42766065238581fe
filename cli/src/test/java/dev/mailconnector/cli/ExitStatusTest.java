package dev.mailconnector.cli;

import static dev.mailconnector.failure.Advice.FIX_CONFIGURATION;
import static dev.mailconnector.failure.Advice.FIX_MESSAGE;
import static dev.mailconnector.failure.Advice.MAY_HAVE_BEEN_SENT;
import static dev.mailconnector.failure.Advice.RETRY_LATER;
import static dev.mailconnector.failure.Advice.RETRY_OTHER_CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitStatusTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new InvalidMessageException(detail(Stage.MESSAGE, FIX_MESSAGE)), 65),
        arguments(refusedSend(FIX_MESSAGE), 65),
        arguments(refusedSend(FIX_CONFIGURATION), 78),
        arguments(refusedSend(RETRY_LATER), 75),
        arguments(
            new PartlyAcceptedException(
                detail(Stage.RCPT, MAY_HAVE_BEEN_SENT), List.of(), SendReceipt.Dsn.NOT_WANTED),
            68),
        arguments(
            new PartlyAcceptedException(
                detail(Stage.RCPT, FIX_MESSAGE), List.of(), SendReceipt.Dsn.NOT_WANTED),
            68),
        arguments(failedConnection(Stage.RESOLVE, FIX_CONFIGURATION), 69),
        arguments(failedConnection(Stage.CONNECT, RETRY_LATER), 69),
        arguments(failedConnection(Stage.CONNECT, FIX_CONFIGURATION), 78),
        arguments(failedConnection(Stage.TLS, FIX_CONFIGURATION), 78),
        arguments(failedConnection(Stage.STARTTLS, FIX_CONFIGURATION), 78),
        arguments(failedConnection(Stage.GREETING, RETRY_LATER), 69),
        arguments(
            new ConnectionFailedException(
                detail(Stage.GREETING, RETRY_LATER).withReply(SmtpReply.of(421, List.of("busy")))),
            75),
        arguments(new CredentialException(detail(Stage.CREDENTIAL, RETRY_LATER)), 69),
        arguments(
            new CredentialException(
                detail(Stage.CREDENTIAL, RETRY_LATER).withRetryAfter(Duration.ofSeconds(30))),
            75),
        arguments(untried(null).toCredentialException("ann"), 75),
        arguments(untried(new IOException("no route")).toCredentialException("ann"), 69),
        arguments(
            new CredentialException(
                detail(Stage.CREDENTIAL, FIX_CONFIGURATION).withExplanation("invalid_grant")),
            77),
        arguments(new CredentialException(detail(Stage.CREDENTIAL, FIX_CONFIGURATION)), 78),
        arguments(new DeliveryUnknownException(detail(Stage.CONTENT, MAY_HAVE_BEEN_SENT)), 74),
        arguments(new ConnectionLostException(detail(Stage.MAIL, RETRY_OTHER_CONNECTION)), 75),
        arguments(new PoolExhaustedException(detail(Stage.POOL, RETRY_LATER)), 75),
        arguments(new LoginRefusedException(detail(Stage.AUTH, FIX_CONFIGURATION)), 77),
        arguments(new LoginRefusedException(detail(Stage.AUTH, RETRY_LATER)), 75),
        arguments(new LoginImpossibleException(detail(Stage.AUTH, FIX_CONFIGURATION)), 78),
        arguments(ConfigurationException.of("port", "0", "A port is 1 to 65535."), 78),
        arguments(ConnectorClosedException.ofConnector(), 70));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_ofEachKind_hasItsStatus(MailConnectorException failure, int status) {
    assertThat(ExitStatus.of(failure).code()).isEqualTo(status);
  }

  @Test
  void table_above_knowsEveryKindOfFailure() {
    assertThat(failures().map(row -> row.get()[0].getClass().getName()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(MailConnectorException.class.getPermittedSubclasses())
                .map(Class::getName)
                .toList());
  }

  private static TokenException untried(@Nullable IOException cause) {
    return TokenException.temporary("It failed", null, "Do something.", null, cause);
  }

  private static FailureDetail detail(Stage stage, Advice advice) {
    return FailureDetail.of(stage, "It failed", advice, "Do something.");
  }

  private static MailConnectorException refusedSend(Advice advice) {
    return new SendRefusedException(detail(Stage.MAIL, advice), List.of());
  }

  private static MailConnectorException failedConnection(Stage stage, Advice advice) {
    return new ConnectionFailedException(detail(stage, advice));
  }
}
