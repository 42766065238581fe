package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.interop.RealServers.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message through every login of both servers, by the command line, into the Maildir. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliveryIT {
  @TempDir private static Path folder;
  private static RealServers servers;
  private static Maildir maildir;
  private static Configuration configuration;

  @BeforeAll
  static void startServers() throws Exception {
    servers = RealServers.start();
    servers.issuer().rotating(false);
    maildir = servers.maildir();
    configuration = new Configuration(folder, servers);
  }

  @AfterAll
  static void stopServers() throws Exception {
    if (servers != null) {
      servers.close();
    }
  }

  static List<Way> ways() {
    return Way.all();
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("ways")
  void messages_byEachLoginOfEachServer_arriveByteForByte(Way way) throws Exception {
    Path config = configuration.write(way);
    List<Path> messages = Messages.all();

    for (Path message : messages) {
      CommandLineRun run = CommandLineRun.send(config, way, message);
      assertThat(run.status()).as(run.out() + run.err()).isZero();
    }

    assertThat(maildir.await(way.recipient(), messages.size()))
        .extracting(DeliveredMessage::content)
        .containsExactlyInAnyOrderElementsOf(messages.stream().map(Messages::asStored).toList());
  }

  @Order(2)
  @Test
  void maildir_afterAllOfThem_holdsNothingElse() throws IOException {
    assertThat(maildir.all()).hasSize(Way.all().size() * Messages.all().size());
  }

  @Order(3)
  @ParameterizedTest
  @EnumSource(names = {"DOVECOT_IMPLICIT", "POSTFIX_STARTTLS"})
  void password_thatIsWrong_isRefusedInTheWordsOfTheServer(Port port) throws Exception {
    Way way = new Way(port, "PLAIN");
    Path config = configuration.write(way);
    Files.writeString(folder.resolve("password"), "not-it-4711");

    CommandLineRun run = CommandLineRun.send(config, way, Messages.all().get(0));

    assertThat(run.status()).isEqualTo(77);
    assertThat(run.err()).contains("535 5.7.8", RealServers.USER).doesNotContain("4711");
  }

  @Order(4)
  @ParameterizedTest
  @EnumSource(names = {"DOVECOT_STARTTLS", "POSTFIX_IMPLICIT"})
  void tokenTooLongForOneLine_goesInTwoSteps_andTheMessageInOneFlight(Port port) throws Exception {
    Way way = new Way(port, "XOAUTH2");
    Path config = configuration.write(way);

    CommandLineRun run =
        CommandLineRun.of(
            "--verbose",
            "--config",
            config.toString(),
            "send",
            "--to",
            way.recipient(),
            "--eml",
            Messages.all().get(0).toString());

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.err())
        .containsPattern("C: AUTH XOAUTH2\\s")
        .doesNotContain("C: AUTH XOAUTH2 ***")
        .containsPattern("C: BDAT \\d+ LAST");
  }

  /** Several in flight on each connection: a window of BDAT, or a chain of DATA. */
  @Order(5)
  @ParameterizedTest
  @CsvSource({
    "DOVECOT_STARTTLS, auto, BDAT",
    "DOVECOT_STARTTLS, pipelined, DATA",
    "POSTFIX_STARTTLS, auto, BDAT",
    "POSTFIX_STARTTLS, pipelined, DATA"
  })
  void folder_sentAllAtOnce_arrivesByteForByte(Port port, String level, String command)
      throws Exception {
    String recipient = "all." + (port + "." + level).toLowerCase(Locale.ROOT) + "@interop.test";
    Path config = configuration.write(new Way(port, "XOAUTH2"));
    Files.writeString(
        config, "    transaction: {level: " + level + "}\n", StandardOpenOption.APPEND);
    Path outbox = Files.createDirectory(folder.resolve("outbox." + port + "." + level));
    for (int copy = 0; copy < 5; copy++) {
      for (Path message : Messages.all()) {
        addressed(message, recipient, outbox.resolve(copy + "." + message.getFileName()));
      }
    }
    List<Path> sent = Messages.in(outbox);

    CommandLineRun run =
        CommandLineRun.of(
            "--verbose", "--config", config.toString(), "send-all", outbox.toString());

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains(sent.size() + " sent");
    assertThat(run.err()).containsPattern("C: " + command + "\\b");
    assertThat(maildir.await(recipient, sent.size()))
        .extracting(DeliveredMessage::content)
        .containsExactlyInAnyOrderElementsOf(sent.stream().map(Messages::asStored).toList());
  }

  private static void addressed(Path message, String recipient, Path copy) throws IOException {
    String text = Files.readString(message, StandardCharsets.ISO_8859_1);
    Files.writeString(
        copy,
        text.replaceFirst("To: ann@lab\\.test", "To: " + recipient),
        StandardCharsets.ISO_8859_1);
  }
}
