package dev.mailconnector.benchmarks.pieces;

import dev.mailconnector.reply.SmtpReply;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A reply out of the bytes of a server. */
@State(Scope.Thread)
public class ReplyParsing {
  private static final MethodHandle NEW;
  private static final MethodHandle READ;

  static {
    try {
      Class<?> reader = Class.forName("dev.mailconnector.internal.smtp.ReplyReader");
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(reader, MethodHandles.lookup());
      NEW =
          lookup
              .findConstructor(reader, MethodType.methodType(void.class, InputStream.class))
              .asType(MethodType.methodType(Object.class, InputStream.class));
      READ =
          lookup
              .findVirtual(reader, "read", MethodType.methodType(SmtpReply.class))
              .asType(MethodType.methodType(SmtpReply.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Object replies = this;
  private Object greetings = this;

  /** Begins to read servers that never stop talking. */
  @Setup
  public void open() throws Throwable {
    replies = (Object) NEW.invokeExact(endless("250 2.0.0 OK 1763780000 a1-20020a05\r\n"));
    greetings =
        (Object)
            NEW.invokeExact(
                endless(
                    "250-mx.example.com at your service\r\n250-SIZE 35882577\r\n250-8BITMIME\r\n"
                        + "250-AUTH LOGIN PLAIN XOAUTH2 OAUTHBEARER\r\n"
                        + "250-ENHANCEDSTATUSCODES\r\n250-PIPELINING\r\n250-CHUNKING\r\n"
                        + "250 SMTPUTF8\r\n"));
  }

  /** One line, as for MAIL, RCPT and BDAT: three of them for each message. */
  @Benchmark
  public SmtpReply oneLine() throws Throwable {
    return (SmtpReply) READ.invokeExact(replies);
  }

  /** Eight lines, as for EHLO: once for each connection. */
  @Benchmark
  public SmtpReply eightLines() throws Throwable {
    return (SmtpReply) READ.invokeExact(greetings);
  }

  private static InputStream endless(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return new InputStream() {
      private int next;

      @Override
      public int read() {
        byte b = bytes[next];
        next = (next + 1) % bytes.length;
        return b;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, target, offset, count);
        next = (next + count) % bytes.length;
        return count;
      }
    };
  }
}
