package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.LoginRows;
import dev.mailconnector.internal.net.ChannelBindings;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AcceptsEarlySuccess;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.AnswersWords;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.ExplainsRefusal;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * One login (RFC 4954 section 4). The credential chooses the mechanism: the first of its own that
 * the server offers, and no other after a failure. Fails closed: without TLS where it is needed,
 * without a common mechanism, or with a mechanism that did not complete its own proof, nobody is
 * logged in.
 *
 * <p>The initial response goes along with AUTH when the whole line fits in 512 octets, else it
 * follows the server's 334: real servers break either way, but none breaks this rule. The line goes
 * straight to the socket, never through Angus, whose log would show it.
 */
public final class AuthDialogue {
  private static final int LONGEST_COMMAND = 512;
  private static final int MOST_STEPS = 16;
  private static final byte[] EMPTY = {};

  private final ServerSession session;
  private final String account;
  private final LoginScrubber scrubber;
  private final boolean cleartextAllowed;

  /** A dialogue on this session; what the server says of this identity stays readable. */
  public AuthDialogue(
      ServerSession session, String account, String identity, boolean cleartextAllowed) {
    this.session = session;
    this.account = account;
    this.scrubber = new LoginScrubber(identity, session.endpoint().host());
    this.cleartextAllowed = cleartextAllowed;
  }

  /**
   * Logs in.
   *
   * @return the mechanism that was used
   * @throws LoginImpossibleException if nothing was attempted
   * @throws LoginRefusal if the server said no
   */
  public String login(Credential credential, Deadline deadline) throws IOException, LoginRefusal {
    MechanismContext context = context();
    Mechanism mechanism = choose(credential, context);
    if (mechanism.needsTls() && !session.isEncrypted() && !cleartextAllowed) {
      throw impossible(
          "The line to "
              + session.endpoint()
              + " is not encrypted, so "
              + mechanism.name()
              + " would show the secret to anyone",
          LoginRows.CLEARTEXT.remedy());
    }
    SaslClient client = start(mechanism, context);
    try {
      converse(mechanism.name(), client, credential, deadline);
      return mechanism.name();
    } finally {
      dispose(client);
    }
  }

  private SaslClient start(Mechanism mechanism, MechanismContext context) {
    try {
      return mechanism.start(context);
    } catch (SaslException e) {
      throw cannotBegin(mechanism.name(), e);
    }
  }

  private static void dispose(SaslClient client) {
    try {
      client.dispose();
    } catch (SaslException e) {
      // The exchange is over; whatever came of it counts, not this.
    }
  }

  private LoginImpossibleException cannotBegin(String name, SaslException e) {
    return impossible(
        "The login by "
            + name
            + " at "
            + session.endpoint()
            + " could not begin: "
            + scrubber.scrubToLine(e.getMessage()),
        LoginRows.LOGIN_NOT_BEGUN.remedy());
  }

  private Mechanism choose(Credential credential, MechanismContext context) {
    List<Mechanism> common =
        credential.mechanisms().stream()
            .filter(mechanism -> context.offered().contains(mechanism.name()))
            .toList();
    if (common.isEmpty()) {
      throw nothingInCommon(credential, context.offered());
    }
    return common.stream()
        .filter(mechanism -> mechanism.fits(context))
        .findFirst()
        .orElse(common.get(0));
  }

  private LoginImpossibleException nothingInCommon(Credential credential, List<String> offered) {
    String wanted =
        credential.mechanisms().stream().map(Mechanism::name).collect(Collectors.joining(" or "));
    String line = session.isEncrypted() ? "after TLS" : "on an unencrypted line";
    if (offered.isEmpty()) {
      return impossible(
          "The server at "
              + session.endpoint()
              + " offers no login at all (no AUTH in its EHLO reply "
              + line
              + "), but the"
              + " account has one, by "
              + wanted,
          session.isEncrypted()
              ? LoginRows.LOGIN_NOT_OFFERED.remedy()
              : LoginRows.LOGIN_AFTER_TLS.remedy());
    }
    return impossible(
        "The server at "
            + session.endpoint()
            + " offers "
            + String.join(", ", offered)
            + " "
            + line
            + "; the account logs in by "
            + wanted,
        OfferedLogins.remedy(
            offered, credential.mechanisms().stream().map(Mechanism::name).toList()));
  }

  private MechanismContext context() {
    SSLSocket tls = session.wire().tls();
    SSLSession tlsSession = tls == null ? null : tls.getSession();
    return new MechanismContext(
        session.endpoint().host(),
        session.endpoint().port(),
        session.capabilities().mechanisms(),
        session.isEncrypted(),
        tlsSession == null ? null : ChannelBindings.of(tlsSession),
        tlsSession == null ? null : ChannelBindings.exporterOf(tlsSession));
  }

  private void converse(String name, SaslClient client, Credential credential, Deadline deadline)
      throws IOException, LoginRefusal {
    SmtpReply reply = open(name, client, deadline);
    boolean explained = false;
    for (int step = 0; reply.code() == 334; step++) {
      if (explained
          || step == MOST_STEPS
          || (client.isComplete() && !(client instanceof ExplainsRefusal))) {
        throw cancel(name, "the server goes on asking after the exchange is over", deadline);
      }
      byte[] answer;
      if (client.isComplete() && client instanceof ExplainsRefusal explaining) {
        explained = true;
        answer = explaining.answerError(challenge(name, reply, deadline));
      } else {
        answer = evaluate(name, client, reply, deadline);
      }
      reply = answer(name, answer, deadline);
    }
    if (reply.code() != 235 || explained) {
      throw new LoginRefusal(name, reply, explanation(client), remedy(client, credential, reply));
    }
    requireProof(name, client);
  }

  private @Nullable String explanation(SaslClient client) {
    String text = client instanceof ExplainsRefusal e ? e.explanation() : null;
    return text == null ? null : scrubber.scrub(text);
  }

  private static @Nullable Remedy remedy(
      SaslClient client, Credential credential, SmtpReply reply) {
    return Stream.of(client, credential)
        .filter(AdvisesOnRefusal.class::isInstance)
        .map(knowing -> ((AdvisesOnRefusal) knowing).remedy(reply))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * Says AUTH, and the initial response as soon as it is due; returns the first reply that the
   * exchange must look at.
   */
  private SmtpReply open(String name, SaslClient client, Deadline deadline)
      throws IOException, LoginRefusal {
    if (!client.hasInitialResponse()) {
      return say("AUTH " + name, "AUTH " + name, deadline);
    }
    byte[] initial = initialResponse(name, client);
    String encoded =
        initial == null || initial.length == 0 ? "=" : Base64.getEncoder().encodeToString(initial);
    String line = "AUTH " + name + " " + encoded;
    if (line.length() + 2 <= LONGEST_COMMAND) {
      scrubber.sent(initial == null ? EMPTY : initial);
      return say(line, "AUTH " + name + " ***", deadline);
    }
    SmtpReply ready = say("AUTH " + name, "AUTH " + name, deadline);
    // Some servers put words where RFC 4954 has an empty challenge ("334 NTLM supported"): they
    // mean nothing.
    return ready.code() == 334 ? answer(name, initial, deadline) : ready;
  }

  private SmtpReply say(String line, String loggedAs, Deadline deadline) throws IOException {
    return session.wire().loginCommand(line, loggedAs, scrubber, deadline);
  }

  private byte @Nullable [] initialResponse(String name, SaslClient client) {
    try {
      return client.evaluateChallenge(EMPTY);
    } catch (SaslException e) {
      throw cannotBegin(name, e);
    }
  }

  private SmtpReply answer(String name, byte @Nullable [] answer, Deadline deadline)
      throws IOException {
    String encoded = answer == null ? "" : Base64.getEncoder().encodeToString(answer);
    scrubber.sent(answer == null ? EMPTY : answer);
    return say(encoded, "*** (" + name + ")", deadline);
  }

  private byte[] challenge(String name, SmtpReply reply, Deadline deadline) {
    byte[] challenge = decoded(reply);
    if (challenge == null) {
      throw cancel(name, "the server's challenge is not base64", deadline);
    }
    return challenge;
  }

  private static byte @Nullable [] decoded(SmtpReply reply) {
    try {
      return Base64.getDecoder().decode(String.join("", reply.lines()).strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private byte @Nullable [] evaluate(
      String name, SaslClient client, SmtpReply reply, Deadline deadline) {
    try {
      return client instanceof AnswersWords answering && decoded(reply) == null
          ? answering.answerWords(String.join(" ", reply.lines()))
          : client.evaluateChallenge(challenge(name, reply, deadline));
    } catch (SaslException e) {
      throw cancel(name, String.valueOf(e.getMessage()), deadline);
    }
  }

  /**
   * RFC 4954 section 4: a line with a single asterisk ends the exchange; the server answers 501.
   */
  private LoginImpossibleException cancel(String name, String why, Deadline deadline) {
    return new LoginImpossibleException(
        FailureDetail.of(
                Stage.AUTH,
                "The login by "
                    + name
                    + " at "
                    + session.endpoint()
                    + " was given up: "
                    + scrubber.scrubToLine(why),
                Advice.FIX_CONFIGURATION,
                LoginRows.LOGIN_GIVEN_UP)
            .withReply(answerToCancel(deadline))
            .forSend(account, null, 1));
  }

  private @Nullable SmtpReply answerToCancel(Deadline deadline) {
    try {
      return session.wire().command("*", deadline);
    } catch (IOException e) {
      // The reason is known already; a server that hangs up instead of answering adds nothing.
      return null;
    }
  }

  private void requireProof(String name, SaslClient client) {
    if (!client.isComplete() && !(client instanceof AcceptsEarlySuccess e && e.isProven())) {
      throw impossible(
          "The server at "
              + session.endpoint()
              + " said that the login by "
              + name
              + " is done before it proved who it is",
          LoginRows.SERVER_UNPROVEN.remedy());
    }
    Object qop = client.getNegotiatedProperty(Sasl.QOP);
    if (qop != null && !qop.equals("auth")) {
      throw impossible(
          "The login by "
              + name
              + " at "
              + session.endpoint()
              + " negotiated a security layer ("
              + qop
              + ")",
          LoginRows.SECURITY_LAYER.remedy());
    }
  }

  private LoginImpossibleException impossible(String what, Remedy remedy) {
    return new LoginImpossibleException(
        FailureDetail.of(Stage.AUTH, what, Advice.FIX_CONFIGURATION, remedy)
            .forSend(account, null, 1));
  }
}
