package dev.mailconnector.auth.kerberos.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the JDK's Kerberos on behalf of a subject, the only way to hand it tickets. {@code
 * Subject.callAs} came with Java 18, and {@code Subject.doAs} is to go some day.
 */
final class SubjectCall {
  private static final @Nullable MethodHandle CALL_AS = callAs();

  private SubjectCall() {}

  static <T> T as(Subject subject, Callable<T> call) throws GSSException {
    try {
      return CALL_AS == null ? doAs(subject, call) : callAs(CALL_AS, subject, call);
    } catch (GSSException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T doAs(Subject subject, Callable<T> call) throws Exception {
    try {
      return Subject.doAs(subject, (PrivilegedExceptionAction<T>) call::call);
    } catch (PrivilegedActionException e) {
      throw e.getException();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T callAs(MethodHandle callAs, Subject subject, Callable<T> call)
      throws Exception {
    try {
      return (T) callAs.invoke(subject, call);
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (Error | Exception e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable MethodHandle callAs() {
    try {
      return MethodHandles.publicLookup()
          .findStatic(
              Subject.class,
              "callAs",
              MethodType.methodType(Object.class, Subject.class, Callable.class));
    } catch (ReflectiveOperationException before18) {
      return null;
    }
  }
}
