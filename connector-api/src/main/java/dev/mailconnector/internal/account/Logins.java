package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.LoginGate.Turn;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Logs in, by the rules: the credential first, so that no socket waits for a token endpoint; at
 * most two logins, the second with a renewed credential, or with the same one after a pause when it
 * is a token so young that the server may not know it yet, each on a connection of its own; none
 * while the gate is closed or a pause goes on. Thread-safe.
 */
final class Logins<S, C> {
  private final Account account;
  private final CredentialProvider login;
  private final LoginSteps<S, C> steps;
  private final LoginGate gate;
  private final LoginPause pause;
  private final LoginPolicy policy;
  private final LoginEvents events;

  Logins(
      Account account,
      CredentialProvider login,
      LoginSteps<S, C> steps,
      LoginGate gate,
      LoginPause pause,
      LoginPolicy policy,
      LoginEvents events) {
    this.account = account;
    this.login = login;
    this.steps = steps;
    this.gate = gate;
    this.pause = pause;
    this.policy = policy;
    this.events = events;
  }

  /** Whether a login would be tried now. */
  boolean isPromising() {
    return gate.isOpen();
  }

  /** Whatever was refused, or not answered, may be tried again at once. */
  void forget() {
    gate.forget();
    pause.succeeded();
  }

  /** A line that is logged in; {@code refused} hears which generations were refused. */
  C open(Deadline deadline, LongConsumer refused) {
    return new Visit(deadline, refused).open();
  }

  /**
   * What came of a credential: a line, or a refusal.
   *
   * @param line the line, or null if it was refused
   * @param refusal the refusal, or null if it was accepted
   */
  private record Attempt<C>(
      Credential credential, @Nullable C line, @Nullable LoginRefusal refusal) {}

  /** One that wants to be let in. One thread's. */
  private final class Visit {
    private final Deadline deadline;
    private final LongConsumer refused;
    private boolean endsPause;
    private @Nullable Refused looksInto;

    Visit(Deadline deadline, LongConsumer refused) {
      this.deadline = deadline;
      this.refused = refused;
    }

    C open() {
      endsPause = pause.enter();
      try {
        looksInto = gate.enter();
        return result(tried());
      } finally {
        if (looksInto != null) {
          gate.abandon(looksInto);
        }
        if (endsPause) {
          pause.abandon();
        }
      }
    }

    private C result(Attempt<C> last) {
      C line = last.line();
      if (line != null) {
        return line;
      }
      LoginRefusal refusal = Objects.requireNonNull(last.refusal());
      LoginRefusedException failure = LoginFailures.refused(account, login.identity(), refusal);
      Refused state = gate.refuse(last.credential(), failure.detail(), looksInto);
      if (state == null) {
        throw failure;
      }
      events.closed(state, refusal.reply());
      throw new LoginRefusedException(LoginFailures.closed(state, state.login()));
    }

    private Attempt<C> tried() {
      Attempt<C> first = attempt(credential());
      LoginRefusal refusal = first.refusal();
      if (refusal == null) {
        return first;
      }
      if (looksInto != null && first.credential().mayLockOut()) {
        // One failed login for each look.
        LoginPolicy.forget(login, first.credential(), refusal.reply(), refused);
        return first;
      }
      Credential other = policy.second(login, first.credential(), refusal, deadline, refused);
      if (other == null) {
        return first;
      }
      Attempt<C> second = attempt(other);
      if (second.refusal() != null) {
        LoginPolicy.forget(login, other, second.refusal().reply(), refused);
      }
      return second;
    }

    private Credential credential() {
      Refused state = looksInto;
      if (state == null) {
        return login.current();
      }
      // Whatever was refused then is worth reading or asking for again now.
      login.refused(state.credential(), Objects.requireNonNull(state.detail().reply()));
      Credential current = login.current();
      if (!gate.mayProbe(state, current)) {
        throw gate.looked(state);
      }
      return current;
    }

    private Attempt<C> attempt(Credential credential) {
      LoginRefusal heard = gate.heard(credential, looksInto);
      if (heard != null) {
        return new Attempt<>(credential, null, heard);
      }
      Attempt<C> attempt = attempt(steps.greet(deadline), credential, false);
      // A second line that ends as well is a server's way to say something.
      return attempt != null
          ? attempt
          : Objects.requireNonNull(attempt(steps.greet(deadline), credential, true));
    }

    /** Null if the server did not wait until it was this line's turn. */
    private @Nullable Attempt<C> attempt(S session, Credential credential, boolean anyway) {
      Attempt<C> attempt = null;
      try (Turn turn = turn(credential)) {
        if (anyway || !turn.isCounted() || !steps.isStale(session)) {
          attempt = attempt(session, turn, credential);
        }
        return attempt;
      } finally {
        if (attempt == null || attempt.line() == null) {
          steps.abort(session);
        }
      }
    }

    private Turn turn(Credential credential) {
      try {
        return gate.turn(credential, deadline, looksInto);
      } catch (TimeoutException e) {
        throw LoginFailures.turnMissed(account, login.identity(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw LoginFailures.turnMissed(account, login.identity(), e);
      }
    }

    private Attempt<C> attempt(S session, Turn turn, Credential credential) {
      if (turn.heard() != null) {
        return new Attempt<>(credential, null, turn.heard());
      }
      if (turn.isCounted() && !endsPause) {
        // The one before may have come to no answer.
        endsPause = pause.enter();
      }
      try {
        C line = steps.login(session, credential, deadline);
        if (turn.accepted()) {
          events.recovered();
        }
        pause.succeeded();
        endsPause = false;
        login.accepted(credential);
        return new Attempt<>(credential, line, null);
      } catch (LoginRefusal refusal) {
        events.refused(refusal);
        if (!LoginPolicy.isAboutCredential(refusal.reply())) {
          throw unanswered(LoginFailures.refused(account, login.identity(), refusal), false);
        }
        turn.refused(refusal);
        return new Attempt<>(credential, null, refusal);
      } catch (IOException e) {
        throw unanswered(LoginFailures.lost(account, login.identity(), e), credential.mayLockOut());
      } catch (LoginImpossibleException e) {
        boolean begun = e.reply().isPresent();
        throw turn.isCounted() && begun ? unanswered(e, true) : e;
      }
    }

    /** Before the turn ends, so that whoever is next knows. */
    private MailConnectorException unanswered(
        MailConnectorException failure, boolean perhapsRefused) {
      // An interrupt ends the line from our side. Where senders are given up sooner than the
      // server answers a wrong password, each of them would have it refused once more.
      if (perhapsRefused || !Thread.currentThread().isInterrupted()) {
        pause.failed(endsPause, perhapsRefused, wait -> LoginFailures.again(failure, wait));
        endsPause = false;
      }
      return failure;
    }
  }
}
