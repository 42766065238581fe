package dev.mailconnector.cli;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorListener;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C while a message is being sent: a message that has left gets its reply, so that the user
 * learns whether it was accepted; one that has not is not sent. Events may come from any thread,
 * everything else from the one that sends.
 */
final class SendInterruption implements ConnectorListener, AutoCloseable {
  private final Surroundings surroundings;
  private final Thread sending = Thread.currentThread();
  private Interruption.@Nullable Watch watch;
  private volatile boolean connected;
  private volatile boolean happened;

  SendInterruption(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void on(ConnectorEvent event) {
    if (event instanceof ConnectorEvent.ConnectionOpened) {
      connected = true;
    }
  }

  /** From now on the message may leave. */
  void begin(ConfiguredConnector through) {
    if (watch == null) {
      watch = surroundings.interruption().watch(() -> stop(through));
    }
  }

  /** The same stream; the message may leave when it has ended. Before, Ctrl-C ends the process. */
  InputStream beginAtEndOf(InputStream message, ConfiguredConnector through) {
    return new FilterInputStream(message) {
      @Override
      public int read() throws IOException {
        return noticed(super.read());
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return noticed(super.read(into, offset, length));
      }

      private int noticed(int read) {
        if (read < 0) {
          begin(through);
        }
        return read;
      }
    };
  }

  /** Whether it was interrupted. */
  boolean happened() {
    return happened;
  }

  private void stop(ConfiguredConnector through) {
    happened = true;
    if (connected) {
      surroundings.err().println("Interrupted; waiting for the reply if the message has left.");
      through.close();
    } else {
      // An interrupt ends every wait at once, and nothing can have left.
      sending.interrupt();
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
