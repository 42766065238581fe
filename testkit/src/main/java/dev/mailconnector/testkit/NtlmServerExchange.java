package dev.mailconnector.testkit;

import java.nio.BufferUnderflowException;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One login by NTLM: negotiate, challenge, authenticate. */
final class NtlmServerExchange implements ServerMechanism.Exchange {
  private static final int NEGOTIATE = 1;
  private static final int AUTHENTICATE = 3;

  private final NtlmManners manners;
  private final NtlmCheck check;
  private final SecureRandom random;
  private final Consumer<NtlmVerdict> verdicts;
  private boolean begun;
  private byte @Nullable [] negotiate;
  private byte @Nullable [] challenge;

  NtlmServerExchange(
      NtlmManners manners, NtlmCheck check, SecureRandom random, Consumer<NtlmVerdict> verdicts) {
    this.manners = manners;
    this.check = check;
    this.random = random;
    this.verdicts = verdicts;
  }

  @Override
  public ServerMechanism.Step next(byte @Nullable [] response) {
    boolean first = !begun;
    begun = true;
    if (response == null || (first && manners.has(NtlmTrait.IGNORES_INITIAL_RESPONSE))) {
      return new ServerMechanism.Step.Text(manners.words());
    }
    int type = NtlmAnswer.type(response);
    if (negotiate == null && type == NEGOTIATE) {
      negotiate = response.clone();
      challenge = NtlmChallenge.to(response, manners, random);
      return ServerMechanism.Step.challenge(challenge);
    }
    if (negotiate == null || challenge == null || type != AUTHENTICATE) {
      return ServerMechanism.Step.refused("501 5.5.2 Not the NTLM message that belongs here");
    }
    try {
      NtlmVerdict verdict = check.verdict(negotiate, challenge, response);
      verdicts.accept(verdict);
      return verdict.isAccepted()
          ? ServerMechanism.Step.accepted(verdict.user())
          : ServerMechanism.Step.refused();
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return ServerMechanism.Step.refused("501 5.5.2 Cannot read the NTLM message");
    }
  }
}
