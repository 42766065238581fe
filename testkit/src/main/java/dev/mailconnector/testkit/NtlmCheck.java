package dev.mailconnector.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/** Whether an AUTHENTICATE_MESSAGE lets somebody in ([MS-NLMP] section 3.2.5.1.2). */
final class NtlmCheck {
  private static final int FLAGS = 6;
  private static final int TIMESTAMP = 7;
  private static final int TARGET_NAME = 9;
  private static final int CHANNEL_BINDINGS = 10;
  private static final int MIC_AT = 72;
  private static final int PROOF = 16;
  private static final int NTLM_V1 = 24;

  private final NtlmManners manners;
  private final Map<String, String> passwords;
  private final @Nullable X509Certificate certificate;

  NtlmCheck(
      NtlmManners manners, Map<String, String> passwords, @Nullable X509Certificate certificate) {
    this.manners = manners;
    this.passwords = passwords;
    this.certificate = certificate;
  }

  NtlmVerdict verdict(byte[] negotiate, byte[] challenge, byte[] authenticate) {
    NtlmAnswer answer = NtlmAnswer.read(authenticate);
    byte[] given = answer.pairs().getOrDefault(CHANNEL_BINDINGS, new byte[PROOF]);
    boolean bound = !Arrays.equals(given, new byte[PROOF]);
    boolean mic = (answer.pairs().getOrDefault(FLAGS, new byte[1])[0] & 2) != 0;
    String target =
        new String(
            answer.pairs().getOrDefault(TARGET_NAME, new byte[0]), StandardCharsets.UTF_16LE);
    String failure = failure(answer, negotiate, challenge, authenticate, mic);
    if (failure.isEmpty() && bound && !Arrays.equals(given, binding())) {
      failure = "bound to another channel";
    } else if (failure.isEmpty() && !bound && manners.has(NtlmTrait.DEMANDS_CHANNEL_BINDING)) {
      failure = "not bound to the channel";
    } else if (failure.isEmpty()
        && manners.targetDemanded() != null
        && !manners.targetDemanded().equals(target)) {
      failure = "meant for " + target;
    }
    return new NtlmVerdict(
        answer.domain(),
        answer.user(),
        answer.workstation(),
        target,
        mic,
        bound,
        answer.sessionKey().length > 0,
        failure);
  }

  private String failure(
      NtlmAnswer answer, byte[] negotiate, byte[] challenge, byte[] authenticate, boolean mic) {
    if (answer.ntResponse().length <= NTLM_V1) {
      return "NTLMv1, or nothing at all";
    }
    String password = password(answer);
    if (password == null) {
      return "nobody of this name";
    }
    byte[] key = key(answer, password);
    byte[] proof = Arrays.copyOf(answer.ntResponse(), PROOF);
    byte[] temp = Arrays.copyOfRange(answer.ntResponse(), PROOF, answer.ntResponse().length);
    byte[] server = Arrays.copyOfRange(challenge, 24, 32);
    if (!Arrays.equals(proof, hmac(key, server, temp))) {
      return "wrong response";
    }
    String lm = lmFailure(answer, key, server);
    if (!lm.isEmpty()) {
      return lm;
    }
    boolean promised = (answer.flags() & NtlmChallenge.KEY_EXCHANGE) != 0;
    if (answer.sessionKey().length != (promised ? PROOF : 0)) {
      return promised ? "no session key" : "a session key that was not agreed on";
    }
    byte[] session = sessionKey(answer, hmac(key, proof));
    return mic ? micFailure(session, negotiate, challenge, authenticate) : "";
  }

  /** Where there is a time, LMv2 must be left out; elsewhere it must be right. */
  private static String lmFailure(NtlmAnswer answer, byte[] key, byte[] server) {
    byte[] lm = answer.lmResponse();
    if (answer.pairs().containsKey(TIMESTAMP)) {
      return Arrays.equals(lm, new byte[lm.length]) ? "" : "an LMv2 response beside a time";
    }
    byte[] client = lm.length == NTLM_V1 ? Arrays.copyOfRange(lm, PROOF, lm.length) : new byte[0];
    return Arrays.equals(Arrays.copyOf(lm, PROOF), hmac(key, server, client))
        ? ""
        : "wrong LMv2 response";
  }

  private static String micFailure(
      byte[] session, byte[] negotiate, byte[] challenge, byte[] authenticate) {
    byte[] unsigned = authenticate.clone();
    Arrays.fill(unsigned, MIC_AT, MIC_AT + PROOF, (byte) 0);
    byte[] mic = Arrays.copyOfRange(authenticate, MIC_AT, MIC_AT + PROOF);
    return Arrays.equals(mic, hmac(session, negotiate, challenge, unsigned)) ? "" : "wrong MIC";
  }

  /** By account and one of the domain's names, or by user principal name and no domain. */
  private @Nullable String password(NtlmAnswer answer) {
    String user = answer.user().toLowerCase(Locale.ROOT);
    String suffix = "@" + manners.dns().toLowerCase(Locale.ROOT);
    if (answer.domain().isEmpty()) {
      return passwords.get(
          user.endsWith(suffix) ? user.substring(0, user.length() - suffix.length()) : user);
    }
    boolean ours =
        answer.domain().equalsIgnoreCase(manners.netbios())
            || answer.domain().equalsIgnoreCase(manners.dns());
    return ours ? passwords.get(user) : null;
  }

  private static byte[] key(NtlmAnswer answer, String password) {
    byte[] hash = digest(new MD4Digest(), password.getBytes(StandardCharsets.UTF_16LE));
    StringBuilder upper = new StringBuilder();
    answer.user().chars().forEach(c -> upper.append((char) upperCase(c)));
    return hmac(hash, (upper + answer.domain()).getBytes(StandardCharsets.UTF_16LE));
  }

  /** Windows knows pairs of letters only, and no capitals in Georgian. */
  private static int upperCase(int letter) {
    int upper = Character.toUpperCase(letter);
    boolean single = Character.toLowerCase(upper) != letter && letter != 'ς';
    return single || (letter >= 0x10d0 && letter <= 0x10ff) ? letter : upper;
  }

  private static byte[] sessionKey(NtlmAnswer answer, byte[] base) {
    if (answer.sessionKey().length == 0) {
      return base;
    }
    byte[] key = new byte[answer.sessionKey().length];
    RC4Engine rc4 = new RC4Engine();
    rc4.init(false, new KeyParameter(base));
    rc4.processBytes(answer.sessionKey(), 0, key.length, key, 0);
    return key;
  }

  /** {@code tls-server-end-point} of our certificate; testkit's are signed with SHA-256. */
  private byte[] binding() {
    if (certificate == null) {
      return new byte[0];
    }
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      byte[] name = "tls-server-end-point:".getBytes(StandardCharsets.US_ASCII);
      ByteBuffer struct =
          ByteBuffer.allocate(20 + name.length + hash.length).order(ByteOrder.LITTLE_ENDIAN);
      struct.position(16).putInt(name.length + hash.length).put(name).put(hash);
      return digest(new MD5Digest(), struct.array());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, byte[]... parts) {
    HMac hmac = new HMac(new MD5Digest());
    hmac.init(new KeyParameter(key));
    for (byte[] part : parts) {
      hmac.update(part, 0, part.length);
    }
    byte[] result = new byte[hmac.getMacSize()];
    hmac.doFinal(result, 0);
    return result;
  }

  private static byte[] digest(Digest digest, byte[] data) {
    digest.update(data, 0, data.length);
    byte[] result = new byte[digest.getDigestSize()];
    digest.doFinal(result, 0);
    return result;
  }
}
