package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.interop.RealServers.Port;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every login that proves a password, at Postfix with Cyrus SASL and at Dovecot. */
class PasswordLoginIT {
  /** With the ASCII password, of which Dovecot keeps a hash that is good for PLAIN only. */
  private static final String HASHED_USER = "eve@interop.test";

  private static final String WRONG = "not-it-4712";

  @TempDir private static Path folder;
  private static RealServers servers;
  private Configuration configuration;

  @BeforeAll
  static void startServers() throws Exception {
    servers = RealServers.start();
  }

  @AfterAll
  static void stopServers() throws Exception {
    if (servers != null) {
      servers.close();
    }
  }

  @BeforeEach
  void writeSecrets() throws Exception {
    configuration = new Configuration(folder, servers);
  }

  static List<Way> ways() {
    return Way.ofPasswords();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void messages_byEachLogin_arriveByteForByte(Way way) throws Exception {
    Path config = configuration.write(way);
    List<Path> messages = Messages.few();

    for (Path message : messages) {
      CommandLineRun run = CommandLineRun.send(config, way, message);
      assertThat(run.status()).as(run.out() + run.err()).isZero();
      assertThat(run.err()).contains("C: AUTH " + way.mechanism());
    }

    List<DeliveredMessage> delivered = servers.maildir().await(way.recipient(), messages.size());
    assertThat(delivered)
        .allSatisfy(message -> assertThat(message.sender()).isEqualTo(user(way)))
        .extracting(DeliveredMessage::content)
        .containsExactlyInAnyOrderElementsOf(messages.stream().map(Messages::asStored).toList());
  }

  @ParameterizedTest
  @MethodSource("ways")
  void password_thatIsWrong_isRefusedInTheWordsOfTheServer(Way way) throws Exception {
    Path config = configuration.write(way);
    Files.writeString(folder.resolve("password"), WRONG);
    Files.writeString(folder.resolve("ascii-password"), WRONG);

    CommandLineRun run = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(77);
    assertThat(run.err())
        .contains("535 5.7.8", user(way))
        .containsOnlyOnce("C: AUTH ")
        .doesNotContain("4712");
  }

  /** Of a server that sends no target information, and is of no Windows domain. */
  @Test
  void refusal_ofNtlmByCyrus_saysWhatTheServerToldOfItself() throws Exception {
    Way way = new Way(Port.CYRUS_STARTTLS, "NTLM");
    Path config = configuration.write(way);
    Files.writeString(folder.resolve("ascii-password"), WRONG);

    CommandLineRun run = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(run.err())
        .contains("The server calls itself")
        .contains("Every attempt counts towards the account's lock-out")
        .contains("The server sent no target information");
  }

  @ParameterizedTest
  @EnumSource(names = {"CYRUS_STARTTLS", "DOVECOT_STARTTLS", "POSTFIX_STARTTLS"})
  void mechanism_thatNobodyForces_isTheStrongestOfTheServer(Port port) throws Exception {
    Way way = new Way(port, "SCRAM-SHA-256");
    Path config = configuration.write(way);
    String forced = Files.readString(config);
    Files.writeString(config, forced.replace("mechanism: SCRAM-SHA-256, ", ""));

    CommandLineRun run = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).contains("C: AUTH SCRAM-SHA-256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "NTLM"})
  void server_thatOffersAnotherLoginOnly_getsNoneAndNoMail(String mechanism) throws Exception {
    Way way = new Way(Port.CYRUS_SCRAM_ONLY, mechanism);

    CommandLineRun run = CommandLineRun.send(configuration.write(way), way, Messages.few().get(0));

    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(78);
    assertThat(run.err())
        .contains("SCRAM-SHA-256", mechanism)
        .doesNotContain("C: AUTH ", "C: MAIL");
  }

  /** Cyrus computes with the domain in upper case, whatever it was sent. */
  @Test
  void domain_givenInLowerCase_isGoodForCyrus() throws Exception {
    Way way = new Way(Port.CYRUS_STARTTLS, "NTLM");
    Path config = configuration.write(way);
    String upn = Files.readString(config);
    Files.writeString(config, upn.replace(RealServers.ASCII_USER, "interop.test\\bob"));

    CommandLineRun run = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(run.status()).as(run.out() + run.err()).isZero();
  }

  /** Dovecot offers SCRAM to everybody, whatever it keeps of whose password. */
  @Test
  void user_whosePasswordDovecotKeepsHashed_isToldToForcePlain() throws Exception {
    Way way = new Way(Port.DOVECOT_STARTTLS, "PLAIN");
    Path config = configuration.write(way);
    String forced =
        Files.readString(config)
            .replace(RealServers.USER, HASHED_USER)
            .replace("/password}", "/ascii-password}");

    Files.writeString(config, forced.replace("mechanism: PLAIN, ", ""));
    CommandLineRun byScram = CommandLineRun.send(config, way, Messages.few().get(0));
    Files.writeString(config, forced);
    CommandLineRun byPlain = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(byScram.status()).as(byScram.out() + byScram.err()).isEqualTo(77);
    assertThat(byScram.err()).contains("C: AUTH SCRAM-SHA-256", "auth.mechanism: PLAIN");
    assertThat(byPlain.status()).as(byPlain.out() + byPlain.err()).isZero();
  }

  @Test
  void masterUser_ofDovecot_sendsAsTheOtherUser() throws Exception {
    Way way = new Way(Port.DOVECOT_STARTTLS, "PLAIN");
    Path config = asAnn(configuration.write(way), "master");

    CommandLineRun run = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(servers.maildir().await(way.recipient(), 1))
        .extracting(DeliveredMessage::sender)
        .containsExactly(RealServers.USER);
  }

  @Test
  void user_whoMayNotActAsAnother_isRefusedByCyrus() throws Exception {
    Way way = new Way(Port.CYRUS_STARTTLS, "PLAIN");
    Path config = asAnn(configuration.write(way), RealServers.ASCII_USER);

    CommandLineRun run = CommandLineRun.send(config, way, Messages.few().get(0));

    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(77);
    assertThat(run.err()).contains("535 5.7.8");
  }

  private static String user(Way way) {
    return way.isNtlm() ? RealServers.ASCII_USER : RealServers.USER;
  }

  /** The same login for a user with the other password, who acts as {@code RealServers.USER}. */
  private static Path asAnn(Path config, String user) throws Exception {
    String own = Files.readString(config);
    return Files.writeString(
        config,
        own.replace("user: " + RealServers.USER, "user: " + user)
            .replace("/password}", "/ascii-password}")
            .replace("auth: {", "auth: {authorization-identity: " + RealServers.USER + ", "));
  }
}
