package dev.mailconnector.auth.ntlm.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelBindingHashTest {

  /** The example of Microsoft's open specifications team ("NTLM and Channel Binding Hash"). */
  @Test
  void hash_ofACertificatesHash_isThePublishedOne() {
    byte[] certificate =
        Vectors.hex("e3ca49271e5089cc48ce82109f1324f41dbeddc29a777410c738f7868c4ff405");

    assertThat(Vectors.hex(ChannelBindingHash.of("tls-server-end-point", certificate)))
        .isEqualTo("6ea19df066da4622051f9c4f92c6df74");
  }
}
