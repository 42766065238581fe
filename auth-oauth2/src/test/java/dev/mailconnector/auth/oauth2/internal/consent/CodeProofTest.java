package dev.mailconnector.auth.oauth2.internal.consent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.spi.Secret;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodeProofTest {

  @Test
  void challenge_ofRfc7636AppendixB_isItsVector() {
    Secret verifier = Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assertThat(new CodeProof(Secret.of("state"), verifier, Secret.of("nonce")).challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void draw_threeValuesOfTheirOwn_eachWith256BitsInUnreservedCharacters() {
    CodeProof proof = CodeProof.draw(new SecureRandom());
    assertThat(List.of(proof.state(), proof.verifier(), proof.nonce()))
        .doesNotHaveDuplicates()
        .allSatisfy(value -> assertThat(value.reveal()).matches("[A-Za-z0-9._~-]{43}"));
  }
}
