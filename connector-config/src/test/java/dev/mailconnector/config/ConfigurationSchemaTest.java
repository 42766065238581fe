package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import dev.mailconnector.spi.AuthenticationType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema, by a validator that is not ours. */
class ConfigurationSchemaTest {
  private static final Path ROOT = Path.of("..");
  private static final Path FILE = ROOT.resolve("docs/mailconnector.schema.json");
  private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @Test
  void file_isWhatTheModelSays() throws IOException {
    String expected = new ConfigurationSchema(ReferencePageTest.shippedTypes()).json();
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(FILE, expected);
    }

    assertThat(FILE)
        .as("docs/configuration.md says how to write it anew")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void schema_isOneByTheSchemaOfSchemas() {
    var meta =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(SchemaLocation.of(SchemaId.V202012));

    assertThat(meta.validate(SchemaTry.tree(MailConfiguration.jsonSchema()))).isEmpty();
  }

  /** Every configuration that stands in the documentation. */
  static Stream<String> documented() throws IOException {
    try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
      List<String> found =
          Stream.concat(pages, Stream.of(ROOT.resolve("README.md")))
              .filter(page -> page.toString().endsWith(".md"))
              .sorted()
              .flatMap(page -> BLOCK.matcher(text(page)).results().map(block -> block.group(1)))
              .filter(block -> block.startsWith("accounts:") || block.startsWith("default-account"))
              .toList();
      assertThat(found).hasSizeGreaterThan(20);
      return found.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documented")
  void example_ofTheDocumentation_isValid(String block) {
    assertThat(SchemaTry.complaints(block)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host: mail.example.com",
        "preset: gmail",
        "preset: ${env:PRESET:-gmail}",
        "host: h.example\nport: 2525",
        "host: h.example\nport: '2525'",
        "host: h.example\nport: ${env:PORT}",
        "host: h.example\nuser: 12345\nauth: {password: 0123}",
        "host: h.example\nauth: {type: none}\nuser: ann",
        "host: h.example\nallowed-from: a@b.c",
        "host: h.example\nallowed-from: [a@b.c, '*@d.e']",
        "host: h.example\npool: {max-age: PT9M, keep-warm: 0, retire-with-credential: false}",
        "host: h.example\npool: {max-age: '${env:AGE}', retire-with-credential: '${env:FLAG}'}",
        "host: h.example\ntransaction: {memory-limit: 512 KiB, window: 16}",
        "host: h.example\nauth: {type: '${env:TYPE}', password: x, tenant: y}",
        "host: h.example\ntls-client-certificate: {file: k.p12, password: x, alias: app}"
      })
  void account_thatIsRight_isValid(String lines) {
    assertThat(SchemaTry.complaints(Try.account(lines))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hots: mail.example.com",
        "host: h.example\nprot: 25",
        "host: [h.example]",
        "host: {name: h.example}",
        "host: smtp://h.example",
        "host: h.example\nport: smtp",
        "host: h.example\nport: 0",
        "host: h.example\nport: 65536",
        "host: h.example\nport: true",
        "host: h.example\ntls: ssl",
        "host: h.example\ntls: TLS",
        "preset: gmial",
        "host: h.example\nfrom: Ann <a@b.c>",
        "host: h.example\nfrom: ann",
        "host: h.example\ntimeouts: 10s",
        "host: h.example\ntimeouts: {connect: 10}",
        "host: h.example\ntimeouts: {connect: 10 s}",
        "host: h.example\ntimeouts: {connect: PT}",
        "host: h.example\ntimeouts: {conect: 10s}",
        "host: h.example\nlimits: {connections: 0}",
        "host: h.example\nlimits: {connections: 1.5}",
        "host: h.example\nlimits: {connections: many}",
        "host: h.example\nlimits: {messages-per-minute: 30}",
        "host: h.example\nretry: {attempts: 3}",
        "host: h.example\npool: {keep-warm: -1}",
        "host: h.example\npool: {retire-with-credential: 'yes'}",
        "host: h.example\ntransaction: {memory-limit: 4}",
        "host: h.example\ntransaction: {memory-limit: 4 MB}",
        "host: h.example\nallowed-from: []",
        "host: h.example\nallowed-from: [{a: b}]",
        "host: h.example\nproxy: {url: 'https://p.example:1'}",
        "host: h.example\ntrust: {verify: never}",
        "host: h.example\nauth: {type: passwd}",
        "host: h.example\nauth: {type: none, password: x}",
        "host: h.example\nauth: {type: password, tenant: x}",
        "host: h.example\nauth: {type: ntlm, grant: external}",
        "host: h.example\nauth: {type: oauth2, domain: CORP}",
        "host: h.example\nauth: {type: oauth2, authority: login.example}",
        "host: h.example\nauth: {type: oauth2, grant: passwrod}",
        "host: h.example\nauth: {type: oauth2, client-certificate: c.pem}",
        "host: h.example\nauth: {pasword: x}",
        "host: h.example\nauth: hunter2"
      })
  void account_thatIsWrong_isNot(String lines) {
    assertThat(SchemaTry.complaints(Try.account(lines))).isNotEmpty();
    assertThat(Try.errors(Try.account(lines))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acounts: {}",
        "accounts: []",
        "accounts: {'my account': {host: h.example}}",
        "routes: {a: [b]}",
        "default-account: {a: b}",
        "accounts: {a: h.example}"
      })
  void file_thatIsWrong_isNotValid(String text) {
    assertThat(SchemaTry.complaints(text)).isNotEmpty();
    assertThat(Try.errors(text)).isNotEmpty();
  }

  @Test
  void whateverTheReaderTakes_theSchemaTakes(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "x");
    Random random = new Random(20261122);
    List<Key> keys = new ArrayList<>(Model.ACCOUNT_KEYS);
    for (AuthenticationType type : ServiceLoader.load(AuthenticationType.class)) {
      type.keys().stream().map(Key::declared).forEach(keys::add);
    }
    List<String> values = values(keys, file);
    int taken = 0;
    for (int i = 0; i < 3_000; i++) {
      Key key = keys.get(random.nextInt(keys.size()));
      String value =
          random.nextInt(3) == 0
              ? values.get(random.nextInt(values.size()))
              : likely(key, file, random);
      String text = account(key, value);
      ConfigurationReport report = MailConfiguration.check(text, "mail.yaml", Try.ENVIRONMENT);
      boolean isTaken =
          report.errors().stream()
              .noneMatch(error -> error.key().equals("accounts.a." + key.path()));
      if (isTaken && isYaml(report)) {
        taken++;
        assertThat(ofKey(SchemaTry.complaints(text), key)).as(text).isEmpty();
      }
    }
    assertThat(taken).isGreaterThan(800);
  }

  /** The reader is asked about one key; other rules of the account are not the schema's. */
  private static List<String> ofKey(List<String> complaints, Key key) {
    return complaints.stream().filter(each -> each.contains("a." + key.path() + ":")).toList();
  }

  private static boolean isYaml(ConfigurationReport report) {
    return report.errors().stream().noneMatch(error -> error.key().isEmpty());
  }

  private static String account(Key key, String value) {
    String[] names = key.path().split("[.]");
    StringBuilder text = new StringBuilder("accounts:\n  a:\n");
    if (!key.path().equals("host")) {
      text.append("    host: h.example\n");
    }
    String indent = "    ";
    for (int i = 0; i < names.length - 1; i++) {
      text.append(indent).append(names[i]).append(":\n");
      indent += "  ";
    }
    return text.append(indent)
        .append(names[names.length - 1])
        .append(": ")
        .append(value)
        .append('\n')
        .toString();
  }

  private static String likely(Key key, Path file, Random random) {
    List<String> some =
        switch (key.kind()) {
          case CHOICE -> key.choices();
          case FLAG -> List.of("true", "false", "'true'", "True");
          case COUNT, COUNT_OR_NONE -> List.of("1", "7", "'12'", "0", "007", "0x10", "1e3", "3.0");
          case PORT -> List.of("25", "587", "'465'", "00587", "65535", "65536", "0");
          case DURATION -> List.of("10s", "500ms", "PT9M", "P1D", "PT0.5S", "2h", "0s", "PT", "1d");
          case SIZE -> List.of("4 MiB", "512KiB", "0 B", "1 GiB", "4 MB", "4MiB");
          case HOST ->
              List.of("h.example", "192.0.2.1", "2001:db8::1", "10", "fe80::1%eth0", "1.5");
          case ADDRESS -> List.of("a@b.c", "'a@b@c.d'", "ä@b.c", "a@ö.example", "'\"a\"@b.c'");
          case URL -> List.of("https://a.b/c", "http://localhost:1/", "HTTPS://a.b", "https://a?b");
          case PROXY -> List.of("socks5://p:1", "http://p:3128", "socks5://p", "'http://[::1]:80'");
          case LIST -> List.of("a", "[a, b]", "[1, true]", "'a, b'", "a@b.c", "[a.b]", "12", "[]");
          case FILE -> List.of(file.toString(), folderOf(file));
          case TEXT, SECRET -> List.of("x", "0123", "true", "1.5e3", "0x1F", "'a b'", "null", "~");
        };
    return some.get(random.nextInt(some.size()));
  }

  private static String folderOf(Path file) {
    return String.valueOf(file.getParent());
  }

  private static List<String> values(List<Key> keys, Path file) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "${env:REGION}",
                "'${env:REGION}'",
                "x${env:REGION:-y}",
                "$${x}",
                "-1",
                ".inf",
                "''"));
    Random random = new Random(7);
    keys.forEach(key -> all.add(likely(key, file, random)));
    return all;
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
