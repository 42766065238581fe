package dev.mailconnector.internal.angus;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;

/** Which version of Angus is said to be untested. */
class AngusVersionTest {

  @Test
  void versionOfTheseTests_isReadAndTested() {
    assertThat(AngusVersion.atHand()).isEqualTo("2.0.5");
    assertThat(AngusVersion.warning()).isEmpty();
  }

  @Test
  void packagingOfThisRun_isTheOneAskedFor() {
    String wanted = System.getProperty("angus.packaging", "angus-mail");

    assertThat(SMTPTransport.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .contains("/" + wanted + "-2");
  }

  @Test
  void otherVersion_isNamedBesideTheTestedOnes() {
    assertThat(AngusVersion.warning("2.1.0").orElseThrow())
        .startsWith("Angus Mail 2.1.0 was not tested")
        .contains("only 2.0.5");
  }

  @Test
  void unknownVersion_isSaidToo() {
    assertThat(AngusVersion.warning(null).orElseThrow()).contains("of an unknown version");
  }
}
