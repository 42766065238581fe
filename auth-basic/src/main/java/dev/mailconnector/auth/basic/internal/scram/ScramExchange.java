package dev.mailconnector.auth.basic.internal.scram;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.scram.common.ClientFinalMessage;
import com.ongres.scram.common.ClientFirstMessage;
import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one login (RFC 5802 section 5), in their order. Used by one thread. The library's
 * own client and its readers are not used: they know no keys of earlier logins, take the extensions
 * of a server out of what was signed, and answer some messages by errors that are no exceptions.
 */
final class ScramExchange {
  private static final Pattern SIGNED = Pattern.compile("v=([^,]+)(?:,.*)?", Pattern.DOTALL);

  private final ScramMechanism hash;
  private final ClientFirstMessage first;
  private final byte @Nullable [] bindingData;
  private String authMessage = "";
  private @Nullable ScramKeys keys;

  /** For a hash without {@code -PLUS}. */
  ScramExchange(ScramMechanism hash, ClientFirstMessage first, byte @Nullable [] bindingData) {
    this.hash = hash;
    this.first = first;
    this.bindingData = bindingData;
  }

  byte[] clientFirst() {
    return first.toString().getBytes(UTF_8);
  }

  /** The answer to the server's first message. */
  byte[] clientFinal(byte[] serverFirst, ScramPassword password) throws SaslException {
    ServerFirst server = ServerFirst.read(serverFirst, first.getClientNonce());
    keys = password.keys(hash, server.salt(), server.iterations());
    ClientFinalMessage unproved = message(server, new byte[1]);
    authMessage =
        bare()
            + ","
            + server.text()
            + ",c="
            + unproved.getCbindInput()
            + ",r="
            + unproved.getNonce();
    byte[] stored = ScramFunctions.storedKey(hash, keys.client());
    byte[] signature = ScramFunctions.clientSignature(hash, stored, authMessage);
    byte[] proof = ScramFunctions.clientProof(keys.client(), signature);
    return message(server, proof).toString().getBytes(UTF_8);
  }

  private ClientFinalMessage message(ServerFirst server, byte[] proof) {
    return new ClientFinalMessage(first.getGs2Header(), bindingData, server.nonce(), proof);
  }

  /** The client-first-message without its GS2 header, which has two commas. */
  private String bare() {
    String message = first.toString();
    return message.substring(message.indexOf(',', message.indexOf(',') + 1) + 1);
  }

  /**
   * Returns if the server knows the password, too.
   *
   * @throws SaslException if its last message does not prove it
   */
  void verify(byte[] serverFinal) throws SaslException {
    ScramKeys held = Objects.requireNonNull(keys);
    if (!ScramFunctions.verifyServerSignature(
        hash, held.server(), authMessage, verifier(serverFinal))) {
      throw new SaslException(
          "the server's signature is wrong: it let us in without knowing the password, so it is"
              + " not the server it claims to be, or somebody is in the way");
    }
  }

  private static byte[] verifier(byte[] message) throws SaslException {
    if (message.length > ServerFirst.LONGEST) {
      throw new SaslException("the server's last message is too long for a signature");
    }
    Matcher signed = SIGNED.matcher(new String(message, UTF_8));
    try {
      if (signed.matches()) {
        return Base64.getDecoder().decode(signed.group(1));
      }
    } catch (IllegalArgumentException e) {
      // Not base64: as good as none.
    }
    throw new SaslException(
        "the server's last message has no signature in it (RFC 5802 section 5.1, v=), so it did"
            + " not prove that it knows the password");
  }

  void wipe() {
    if (keys != null) {
      keys.wipe();
    }
  }
}
