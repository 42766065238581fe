package dev.mailconnector.interop;

import java.util.regex.Pattern;

/**
 * A message as the servers have stored it: their own header fields on top, LF as line end.
 *
 * @param text the bytes of the file as ISO 8859-1
 */
record DeliveredMessage(String text) {
  private static final Pattern ADDED_ON_TOP =
      Pattern.compile(
          "\\A(?:(?:Return-Path|X-Original-To|Delivered-To|Received):.*\\n(?:[ \\t].*\\n)*)*");

  boolean isFor(String recipient) {
    return text.contains("\nX-Original-To: " + recipient + "\n");
  }

  /** All below the header fields of the servers. */
  String content() {
    return ADDED_ON_TOP.matcher(text).replaceFirst("");
  }
}
