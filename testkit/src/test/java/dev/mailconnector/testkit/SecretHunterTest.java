package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretHunterTest {
  private static final String SECRET = "s3cr\u00e9t/+token?& x";
  private static final byte[] OCTETS = SECRET.getBytes(StandardCharsets.UTF_8);
  private static final Logger LOGGER = Logger.getLogger("testkit.hunt");

  private final PrintStream console = System.out;
  private final PrintStream errors = System.err;
  private SecretHunter hunter;

  /** The hunter prints on what it records: this once to nowhere. */
  @BeforeEach
  void start() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    hunter = SecretHunter.start().secret("token", SECRET);
  }

  @AfterEach
  void close() {
    hunter.close();
    System.setOut(console);
    System.setErr(errors);
  }

  static Stream<String> leaks() {
    return Stream.of(
        SECRET,
        base64(SECRET),
        base64("u\1" + SECRET),
        base64("us\1" + SECRET + "\1\1"),
        base64("user=ada@example.com\1auth=Bearer " + SECRET + "\1\1"),
        base64("n,a=ada@example.com,\1host=h\1port=587\1auth=Bearer " + SECRET + "\1\1"),
        base64("\0ada@example.com\0" + SECRET),
        Base64.getUrlEncoder().encodeToString(OCTETS),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20"),
        HexFormat.of().formatHex(OCTETS),
        HexFormat.of().withUpperCase().formatHex(OCTETS),
        Arrays.toString(SECRET.toCharArray()),
        Arrays.toString(OCTETS));
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void assertNothingLeaked_whenLogged_namesLoggerAndLevelAndHidesTheSecret(String leak) {
    LOGGER.finest("before " + leak + " after");

    assertThatThrownBy(hunter::assertNothingLeaked)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("token (")
        .hasMessageContaining("log of testkit.hunt at FINEST: ")
        .hasMessageContaining("***")
        .message()
        .doesNotContain(leak);
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void assertCleanText_withTheSecret_fails(String leak) {
    assertThatThrownBy(() -> hunter.assertCleanText(leak)).isInstanceOf(AssertionError.class);
  }

  @Test
  void assertNothingLeaked_whenAParameterHoldsTheSecret_fails() {
    LogRecord record = new LogRecord(Level.FINE, "nothing to see");
    record.setLoggerName("testkit.hunt");
    record.setParameters(new Object[] {SECRET});
    LOGGER.log(record);

    assertThatThrownBy(hunter::assertNothingLeaked).hasMessageContaining("at FINE");
  }

  @Test
  void assertNothingLeaked_whenAThrownCauseHoldsTheSecret_fails() {
    LOGGER.log(Level.FINER, "failed", new Exception(new Exception(SECRET)));

    assertThatThrownBy(hunter::assertNothingLeaked).hasMessageContaining("at FINER");
  }

  @Test
  void assertNothingLeaked_whenPrinted_namesTheStream() {
    System.out.println("token=" + SECRET);
    System.err.println(base64("x" + SECRET));

    assertThatThrownBy(hunter::assertNothingLeaked)
        .hasMessageContaining("2 leaks")
        .hasMessageContaining("System.out: token=***")
        .hasMessageContaining("System.err");
  }

  @Test
  void assertNothingLeaked_whenTheLoggerHidesBehindItsOwnLevel_fails() {
    Logger silent = Logger.getLogger("testkit.silent");
    silent.setLevel(Level.OFF);
    try (SecretHunter second = SecretHunter.start().secret("token", SECRET)) {
      silent.fine(SECRET);

      assertThatThrownBy(second::assertNothingLeaked).hasMessageContaining("testkit.silent");
    }
    assertThat(silent.getLevel()).isEqualTo(Level.OFF);
  }

  @Test
  void assertNothingLeaked_whenTheLoggerHasNoParentHandlers_fails() {
    Logger apart = Logger.getLogger("testkit.apart");
    apart.setUseParentHandlers(false);
    try (SecretHunter second = SecretHunter.start().secret("token", SECRET)) {
      apart.fine(SECRET);

      assertThatThrownBy(second::assertNothingLeaked).hasMessageContaining("testkit.apart");
    }
    assertThat(apart.getHandlers()).isEmpty();
  }

  @Test
  void assertNothingLeaked_whenHalfOfALongSecretIsLogged_fails() {
    hunter.secret("long token", "0123456789abcdefghijklmnopqrstuvwxyz");
    LOGGER.info("token starts with 0123456789abcdefgh...");

    assertThatThrownBy(hunter::assertNothingLeaked)
        .hasMessageContaining("long token (first half of it, in clear)");
  }

  @Test
  void assertNothingLeaked_whenAllIsClean_passes() {
    LOGGER.finest("logged in as ada");
    System.out.println("sent");

    assertThatCode(hunter::assertNothingLeaked).doesNotThrowAnyException();
    assertThat(hunter.logRecords()).isPositive();
  }

  @Test
  void assertClean_withTheSecretInASuppressedCause_fails() {
    Exception outer = new Exception("outer");
    outer.addSuppressed(new Exception("close", new Exception(base64(SECRET))));

    assertThatThrownBy(() -> hunter.assertClean(outer)).isInstanceOf(AssertionError.class);
  }

  @Test
  void assertClean_withACleanExceptionThatCausesItself_passes() {
    Exception outer = new Exception("outer");
    outer.initCause(new Exception("inner", outer));

    assertThatCode(() -> hunter.assertClean(outer)).doesNotThrowAnyException();
  }

  @Test
  void assertNothingLeaked_withoutAnySecret_isAMistake() {
    hunter.close();
    try (SecretHunter empty = SecretHunter.start()) {
      assertThatThrownBy(empty::assertNothingLeaked).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void secret_thatIsTooShort_isRefused() {
    assertThatThrownBy(() -> hunter.secret("pin", "12345"))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("12345");
  }

  @Test
  void close_putsLoggersAndStreamsBack() {
    hunter.close();
    Level level = Logger.getLogger("").getLevel();
    var out = System.out;

    SecretHunter.start().close();

    assertThat(Logger.getLogger("").getLevel()).isEqualTo(level);
    assertThat(System.out).isSameAs(out);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
