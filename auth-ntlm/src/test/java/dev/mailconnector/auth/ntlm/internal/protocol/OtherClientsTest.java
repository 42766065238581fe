package dev.mailconnector.auth.ntlm.internal.protocol;

import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.field;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.hex;
import static dev.mailconnector.auth.ntlm.internal.protocol.Vectors.part;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.NtlmVerdict;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import org.apache.hc.client5.http.impl.auth.HttpClientNtlm;
import org.codelibs.jcifs.smb.context.SingletonContext;
import org.codelibs.jcifs.smb.impl.NtlmUtil;
import org.codelibs.jcifs.smb.ntlmssp.Type2Message;
import org.codelibs.jcifs.smb.ntlmssp.Type3Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our messages beside those of HttpClient and of jcifs, and all of them before the testkit's
 * server, which computes with yet another library.
 */
class OtherClientsTest {
  private static final int NT = 20;
  private static final int FLAGS =
      NegotiateFlags.UNICODE
          | NegotiateFlags.NTLM
          | NegotiateFlags.REQUEST_TARGET
          | NegotiateFlags.EXTENDED_SESSION_SECURITY
          | NegotiateFlags.SIGN
          | NegotiateFlags.KEY_128
          | NegotiateFlags.KEY_EXCHANGE
          | NegotiateFlags.TARGET_INFO;

  private final TestCertificate certificate = TestAuthority.create().issue("mail.corp.example");

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void responses_toRandomChallenges_areThoseOfJcifs(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String user = word(random);
      String domain = word(random);
      String password = word(random) + word(random);
      byte[] server = octets(random, 8);
      byte[] challenge = challenge(server, domain, random, random.nextBoolean());

      byte[] message = ours(user, domain, password).authenticate(challenge, Secret.of(password));

      Type3Message read = new Type3Message(message);
      assertThat(read.getUser()).isEqualTo(user);
      assertThat(read.getDomain()).isEqualTo(domain);
      byte[] response = read.getNTResponse();
      byte[] key = NtlmUtil.nTOWFv2(domain, user, password);
      byte[] client = part(response, 32, 40);
      long time = ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN).getLong(24);
      byte[] pairs = part(response, 44, response.length - 4);
      assertThat(hex(response))
          .as("round %d", round)
          .isEqualTo(hex(NtlmUtil.getNTLMv2Response(key, server, client, time, pairs)));
      if (hasTime(challenge)) {
        assertThat(read.getLMResponse()).containsOnly(0);
      } else {
        assertThat(hex(read.getLMResponse()))
            .isEqualTo(hex(NtlmUtil.getLMv2Response(key, server, client)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void response_withoutMic_isThatOfHttpClient(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      // HttpClient raises user and domain to upper case where Windows raises the user only.
      String user = word(random);
      byte[] challenge = challenge(octets(random, 8), "CORP", random, false);
      NtlmExchange exchange =
          new NtlmExchange(
              new NtlmSettings(new LogonName(user, "CORP"), "", null, null),
              InstantSource.fixed(Instant.ofEpochMilli(1_790_000_000_123L)),
              Vectors.drawing("aa".repeat(24)));

      byte[] message = exchange.authenticate(challenge, Secret.of("pass-" + user));

      assertThat(hex(field(message, NT)))
          .as("round %d", round)
          .isEqualTo(
              hex(
                  HttpClientNtlm.ntResponse(
                      always(0xaa),
                      1_790_000_000_123L,
                      "CORP",
                      user,
                      "pass-" + user,
                      challenge,
                      null,
                      null)));
    }
  }

  @Test
  void response_withMicAndChannelBinding_isThatOfHttpClient() throws Exception {
    long now = 1_790_000_000_123L;
    byte[] time = Filetime.of(Instant.ofEpochMilli(now));
    byte[] pairs =
        AvPairs.none().with(AvPairs.NB_DOMAIN_NAME, "CORP").with(AvPairs.TIMESTAMP, time).encoded();
    Type2Message server =
        new Type2Message(SingletonContext.getInstance(), FLAGS, hex("0123456789abcdef"), "CORP");
    server.setTargetInformation(pairs);
    byte[] challenge = server.toByteArray();
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(certificate.certificate().getEncoded());
    NtlmExchange exchange =
        new NtlmExchange(
            new NtlmSettings(
                new LogonName("svc-mail", "CORP"),
                "",
                null,
                ChannelBindingHash.of("tls-server-end-point", hash)),
            InstantSource.fixed(Instant.EPOCH),
            Vectors.drawing("aa".repeat(24)));

    byte[] message = exchange.authenticate(challenge, Secret.of("secret"));

    assertThat(hex(field(message, NT)))
        .isEqualTo(
            hex(
                HttpClientNtlm.ntResponse(
                    always(0xaa),
                    now,
                    "CORP",
                    "svc-mail",
                    "secret",
                    challenge,
                    certificate.certificate(),
                    exchange.negotiate())));
  }

  @Test
  void httpClient_withMicAndBinding_passesTheTestkitsServer() throws Exception {
    NtlmServer server = corp().traits(NtlmTrait.DEMANDS_CHANNEL_BINDING, NtlmTrait.NO_TIMESTAMP);
    byte[] negotiate = ours("svc-mail", "CORP", "secret").negotiate();
    ServerMechanism.Exchange exchange = server.start(new ServerMechanism.Context(null, shown()));
    byte[] challenge = challenge(exchange.next(negotiate));

    byte[] message =
        HttpClientNtlm.authenticate(
            new Random(1),
            1_790_000_000_123L,
            "CORP",
            "svc-mail",
            "secret",
            challenge,
            shown(),
            negotiate);
    exchange.next(message);

    assertThat(server.verdicts()).singleElement().satisfies(this::isSignedAndBound);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32})
  void ours_whateverTheServersManners_passesTheTestkitsServer(long seed) throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      NtlmTrait[] traits =
          Arrays.stream(NtlmTrait.values())
              .filter(trait -> trait != NtlmTrait.IGNORES_INITIAL_RESPONSE)
              .filter(trait -> random.nextInt(3) == 0)
              .toArray(NtlmTrait[]::new);
      NtlmServer server =
          corp()
              .traits(traits)
              .padding(random.nextInt(3) * random.nextInt(20_000))
              .demandingTarget("SMTPSVC/mail.corp.example");
      ServerMechanism.Exchange exchange = server.start(new ServerMechanism.Context(null, shown()));
      NtlmExchange client = ours("svc-mail", "CORP", "secret");
      byte[] challenge = challenge(exchange.next(client.negotiate()));
      exchange.next(client.authenticate(challenge, Secret.of("secret")));

      NtlmVerdict verdict = server.verdicts().get(0);
      assertThat(verdict.failure()).as("round %d: %s", round, Arrays.toString(traits)).isEmpty();
      assertThat(verdict.bound()).isTrue();
      assertThat(verdict.mic()).isEqualTo(hasTime(challenge));
      assertThat(verdict.keyExchanged())
          .isEqualTo(
              Arrays.stream(traits)
                  .noneMatch(
                      trait ->
                          trait == NtlmTrait.NO_KEY_EXCHANGE || trait == NtlmTrait.NO_SIGNING));
    }
  }

  @Test
  void testkitsServer_anythingWrong_letsNobodyIn() throws Exception {
    assertThat(failure(corp(), ours("svc-mail", "CORP", "secret"), "secret")).isEmpty();
    assertThat(failure(corp(), ours("svc-mail", "CORP", "secret"), "Secret"))
        .isEqualTo("wrong response");
    assertThat(failure(corp(), ours("nobody", "CORP", "secret"), "secret"))
        .isEqualTo("nobody of this name");
    assertThat(
            failure(
                corp().demandingTarget("SMTPSVC/other"),
                ours("svc-mail", "CORP", "secret"),
                "secret"))
        .isEqualTo("meant for SMTPSVC/mail.corp.example");
    NtlmSettings elsewhere =
        new NtlmSettings(
            new LogonName("svc-mail", "CORP"), "", "SMTPSVC/mail.corp.example", octets(16));
    assertThat(failure(corp(), exchange(elsewhere), "secret"))
        .isEqualTo("bound to another channel");
    NtlmSettings unbound =
        new NtlmSettings(new LogonName("svc-mail", "CORP"), "", null, ChannelBindingHash.none());
    assertThat(
            failure(corp().traits(NtlmTrait.DEMANDS_CHANNEL_BINDING), exchange(unbound), "secret"))
        .isEqualTo("not bound to the channel");
  }

  @Test
  void testkitsServer_oneOctetOfTheAnswerTurned_isNoticed() throws Exception {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      NtlmServer server = corp();
      ServerMechanism.Exchange exchange = server.start(new ServerMechanism.Context(null, shown()));
      NtlmExchange client = ours("svc-mail", "CORP", "secret");
      byte[] message =
          client.authenticate(challenge(exchange.next(client.negotiate())), Secret.of("secret"));
      int at = 88 + random.nextInt(message.length - 88);
      message[at] ^= (byte) (1 << random.nextInt(8));
      exchange.next(message);

      assertThat(server.verdicts()).as("octet %d turned", at).noneMatch(NtlmVerdict::isAccepted);
    }
  }

  private String failure(NtlmServer server, NtlmExchange client, String password) throws Exception {
    ServerMechanism.Exchange exchange = server.start(new ServerMechanism.Context(null, shown()));
    exchange.next(
        client.authenticate(challenge(exchange.next(client.negotiate())), Secret.of(password)));
    return server.verdicts().get(0).failure();
  }

  private void isSignedAndBound(NtlmVerdict verdict) {
    assertThat(verdict.failure()).isEmpty();
    assertThat(verdict.mic()).isTrue();
    assertThat(verdict.bound()).isTrue();
  }

  private static NtlmServer corp() {
    return NtlmServer.ofDomain("CORP", "corp.example").user("svc-mail", "secret");
  }

  private NtlmExchange ours(String user, String domain, String password) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown().getEncoded());
    return exchange(
        new NtlmSettings(
            new LogonName(user, domain),
            "WS",
            "SMTPSVC/mail.corp.example",
            ChannelBindingHash.of("tls-server-end-point", hash)));
  }

  private static NtlmExchange exchange(NtlmSettings settings) {
    return new NtlmExchange(
        settings, InstantSource.fixed(Instant.ofEpochSecond(1_790_000_000)), new SecureRandom());
  }

  private X509Certificate shown() {
    return certificate.certificate();
  }

  private static byte[] challenge(ServerMechanism.Step step) {
    return ((ServerMechanism.Step.Challenge) step).data();
  }

  private static byte[] challenge(byte[] server, String domain, Random random, boolean timed)
      throws Exception {
    AvPairs pairs = AvPairs.none().with(AvPairs.NB_DOMAIN_NAME, domain);
    for (int i = random.nextInt(5); i > 0; i--) {
      pairs = pairs.with(20 + i, octets(random, random.nextInt(1000)));
    }
    AvPairs all = timed ? pairs.with(AvPairs.TIMESTAMP, octets(random, 8)) : pairs;
    Type2Message message = new Type2Message(SingletonContext.getInstance(), FLAGS, server, domain);
    message.setTargetInformation(all.encoded());
    return message.toByteArray();
  }

  private static boolean hasTime(byte[] challenge) throws NtlmException {
    return ChallengeMessage.read(challenge).targetInfo().value(AvPairs.TIMESTAMP) != null;
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    String letters = "abcxyzABCXYZ0189-_.äöüéñЖдк漢字";
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }

  private static byte[] octets(Random random, int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private static byte[] octets(int length) {
    return "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
  }

  private static Random always(int octet) {
    return new Random() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] bytes) {
        Arrays.fill(bytes, (byte) octet);
      }
    };
  }
}
