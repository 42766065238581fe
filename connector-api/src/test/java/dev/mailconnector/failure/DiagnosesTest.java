package dev.mailconnector.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.DiagnosisCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue of diagnoses, and how a failure carries its row. */
class DiagnosesTest {
  private static final Diagnosis ROW =
      new Diagnosis("tea-cold", "The tea is cold.", "Make a new one.", Whom.USER, "observed");

  @TempDir Path folder;

  @Test
  void id_thatIsNotLowerCaseWords_isRefused() {
    assertThatThrownBy(() -> new Diagnosis("Tea cold", "", "", Whom.USER, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Tea cold");
  }

  @Test
  void failure_ofADiagnosis_hasItsTextAsRemedyAndWhatTheCaseAdds() {
    CredentialException e =
        new CredentialException(
            FailureDetail.of(
                Stage.CREDENTIAL,
                "No tea",
                Advice.FIX_CONFIGURATION,
                ROW.remedy("It is tea-house.example's.").after("It was poured at noon.")));

    assertThat(e.diagnosis()).contains(ROW);
    assertThat(e.remedy())
        .isEqualTo(
            "It was poured at noon. The tea is cold. Make a new one. It is tea-house.example's.");
    assertThat(e.forSend("robot", "id", 2).diagnosis()).contains(ROW);
    assertThat(e.shared().diagnosis()).contains(ROW);
  }

  @Test
  void failure_withoutDiagnosis_saysSo() {
    assertThat(new CredentialException(detail()).diagnosis()).isEmpty();
  }

  @Test
  void detail_withMoreSentences_keepsItsDiagnosis() {
    FailureDetail detail =
        FailureDetail.of(Stage.CREDENTIAL, "No tea", Advice.RETRY_LATER, ROW).adding("Wait.");

    assertThat(detail.remedy()).isEqualTo("The tea is cold. Make a new one. Wait.");
    assertThat(detail.withReply(null).withCause(null).diagnosis()).isEqualTo(ROW);
  }

  @Test
  void failure_thatIsSerialized_keepsItsDiagnosis() throws Exception {
    CredentialException e =
        new CredentialException(
            FailureDetail.of(Stage.CREDENTIAL, "No tea", Advice.RETRY_LATER, ROW));

    assertThat(copy(e).diagnosis()).contains(ROW);
  }

  @Test
  void catalogue_ofTwoModulesWithOneId_isRefused() throws Exception {
    try (URLClassLoader loader = loader(One.class, Other.class)) {
      assertThatThrownBy(() -> Diagnoses.of(loader))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("tea-cold");
    }
  }

  @Test
  void catalogue_ofAModuleOnTheClassPath_isFoundById() throws Exception {
    try (URLClassLoader loader = loader(One.class)) {
      assertThat(Diagnoses.of(loader).byId("tea-cold")).contains(ROW);
      assertThat(Diagnoses.of(loader).byId("tea-hot")).isEmpty();
      assertThat(Diagnoses.of(loader).all()).contains(ROW);
    }
  }

  private URLClassLoader loader(Class<?>... catalogues) throws IOException {
    Path services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.write(
        services.resolve(DiagnosisCatalogue.class.getName()),
        List.of(catalogues).stream().map(Class::getName).toList());
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }

  private static FailureDetail detail() {
    return FailureDetail.of(Stage.CREDENTIAL, "No tea", Advice.RETRY_LATER, "Wait.");
  }

  private static MailConnectorException copy(MailConnectorException e) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (MailConnectorException) in.readObject();
    }
  }

  /** A module's rows. */
  public static class One implements DiagnosisCatalogue {
    @Override
    public List<Diagnosis> diagnoses() {
      return List.of(ROW);
    }
  }

  /** Another module's, with an id that is taken. */
  public static final class Other extends One {}
}
