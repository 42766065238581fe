package dev.mailconnector.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The lines of one conversation, while it goes on. */
final class Transcript {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<TranscriptLine> lines = new ArrayList<>();

  void client(String line) {
    add(TranscriptLine.From.CLIENT, line);
  }

  void note(String remark) {
    add(TranscriptLine.From.NOTE, remark);
  }

  void server(List<String> replies) {
    replies.forEach(line -> add(TranscriptLine.From.SERVER, line));
  }

  List<TranscriptLine> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      lines.clear();
    } finally {
      lock.unlock();
    }
  }

  private void add(TranscriptLine.From from, String line) {
    lock.lock();
    try {
      lines.add(new TranscriptLine(from, line));
    } finally {
      lock.unlock();
    }
  }
}
