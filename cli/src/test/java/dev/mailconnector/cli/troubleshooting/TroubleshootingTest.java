package dev.mailconnector.cli.troubleshooting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Diagnoses;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the catalogue is on the page, which says what provokes it and reads it back. */
class TroubleshootingTest {
  private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");
  private static final Diagnoses CATALOGUE =
      Diagnoses.of(TroubleshootingTest.class.getClassLoader());

  private static final int UNREAD_YET = 34;

  /** Held, since the logging system forgets what nobody holds. */
  private static final Logger LOG = Logger.getLogger("dev.mailconnector");

  private static Laboratory laboratory;
  private static Level before;

  @BeforeAll
  static void open() {
    laboratory = new Laboratory();
    before = LOG.getLevel();
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void close() {
    LOG.setLevel(before);
    laboratory.close();
  }

  static List<Provocation> provocations() throws IOException {
    List<Provocation> all = new ArrayList<>(ReplyFaults.all());
    all.addAll(IssuerFaults.all(shipped()));
    all.addAll(LineFaults.all());
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("provocations")
  void diagnosis_provoked_isReadFromTheException(Provocation provocation) throws Exception {
    Diagnosis row = CATALOGUE.byId(provocation.id()).orElseThrow();

    MailConnectorException failure = provocation.fault().provoke(laboratory);

    assertThat(failure.diagnosis()).as(failure.getMessage()).contains(row);
    assertThat(failure.remedy()).isNotBlank();
  }

  @Test
  void catalogue_everyRow_isOnThePage() throws IOException {
    List<String> provoked =
        Stream.concat(
                provocations().stream().map(Provocation::id),
                Elsewhere.all().stream().map(Elsewhere::id))
            .distinct()
            .toList();

    assertThat(provoked).containsAll(shipped().stream().map(Diagnosis::id).toList());
    assertThat(shipped().stream().map(Diagnosis::id).toList()).containsAll(provoked);
  }

  @Test
  void elsewhere_everyRow_isReadByTheTestThatItNames() throws IOException {
    List<String> here = provocations().stream().map(Provocation::id).toList();
    for (Elsewhere row : Elsewhere.all()) {
      assertThat(row.isRead())
          .as("%s: %s does not say this id", row.id(), row.test())
          .isEqualTo(!row.test().equals(Elsewhere.UNREAD));
      assertThat(here).doesNotContain(row.id());
    }
  }

  /** Lower it with each row that a test comes to read. */
  @Test
  void elsewhere_rowsThatNoTestReads_becomeNoMore() throws IOException {
    assertThat(Elsewhere.all().stream().filter(row -> row.test().equals(Elsewhere.UNREAD)))
        .hasSizeLessThanOrEqualTo(UNREAD_YET);
  }

  @Test
  void catalogue_everyRow_isWholeSentencesWithASource() {
    for (Diagnosis row : shipped()) {
      assertThat(row.cause()).as(row.id()).isNotBlank().doesNotContain("  ", "\n");
      assertThat(row.cure()).as(row.id()).isNotBlank().endsWith(".").doesNotContain("  ", "\n");
      assertThat(row.source()).as(row.id()).isNotBlank();
    }
  }

  @Test
  void page_isWhatTheCatalogueSays() throws IOException {
    String expected =
        new TroubleshootingPage(shipped(), provocations(), Elsewhere.all()).markdown();
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE)
        .as("the head of the page says how to write it anew")
        .content()
        .isEqualTo(expected);
  }

  private static List<Diagnosis> shipped() {
    return ServiceLoader.load(DiagnosisCatalogue.class, TroubleshootingTest.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(catalogue -> catalogue.diagnoses().stream())
        .toList();
  }
}
