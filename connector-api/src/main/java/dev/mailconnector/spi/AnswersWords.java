package dev.mailconnector.spi;

import javax.security.sasl.SaslException;

/**
 * Implemented by a {@link javax.security.sasl.SaslClient} whose servers may put words where RFC
 * 4954 has a challenge in base64: {@code 334 NTLM supported}, {@code 334 GSSAPI supported}
 * ([MS-OXSMTP] section 2.2.1). Without this interface the dialogue gives such a login up.
 */
public interface AnswersWords {

  /**
   * The answer to words.
   *
   * @param words as the server sent them: nothing to trust, or to show as they are
   * @throws SaslException if words do not belong here
   */
  byte[] answerWords(String words) throws SaslException;
}
