package dev.mailconnector.conformance;

/** Reasons for the differences of the table. */
final class Why {
  static final String ALL_HAD_LEFT =
      "the whole message had left with the commands, so that nobody can know (decision 0016)";
  static final String CHUNK_HAD_LEFT =
      "BDAT and the message leave together, so that nobody can know";
  static final String SENT_AGAIN =
      "a bulk send gives what is provably unsent to another connection by itself";
  static final String ANGUS_FIRST =
      "of several refusals Angus reports the first, the connector one that may pass, or with"
          + " all-or-nothing one that stays";
  static final String ANGUS_RECIPIENT =
      "Angus reports the refused recipient, the connector the refusal of the message";
  static final String ANGUS_LEFT_OPEN =
      "Angus ignores the reply to RSET, so that the next message meets an open transaction";
  static final String ANGUS_SHIFTED =
      "Angus takes the surplus reply for the answer to its next command";
  static final String ANGUS_KEEPS =
      "Angus goes on over a connection on which the server has answered what was not asked";
  static final String ANGUS_LAST_LINE =
      "Angus reads the code of the last line only where the lines differ";
  static final String NO_RSET = "after DATA the transaction is over, and no RSET is said";
  static final String FOR_NOBODY =
      "a reply that is no acceptance stood before one that is: the server may have taken the"
          + " message, or a reply belongs elsewhere";
  static final String NO_DATA = "DATA is never said";
  static final String IN_DATAS_PLACE =
      "the surplus reply stands where 354 is looked for; the server waits for a message and gets"
          + " none";
  static final String NOT_BELIEVED =
      "with a reply too many, nobody knows to which message or command any of them belongs"
          + " (decision 0017)";
  static final String NOT_LOOKED_AT =
      "the reply to DATA is heard in the place of the missing one, and says no recipient was taken";
  static final String CONNECTED = "the connection stands before the bulk send begins";
  static final String FIRST_IS_ALONE =
      "the first message of an endpoint goes alone, and tells the connector";
  static final String STEPS_DOWN =
      "the message is lost or in doubt once; from then on the endpoint is spoken to at a lower"
          + " level";
  static final String TOO_LARGE =
      "of a message of more than a mebibyte the last byte may not have left when the line broke";
  static final String ON_ITS_WAY = "the line's end may come when all of the message is on its way";
  static final String ANGUS_FASTER =
      "Angus reports 421 where it notices it before the end of the line";
  static final String ANGUS_ASKS = "Angus does not compare SIZE, and sends the message in vain";
  static final String ANGUS_EIGHT_BIT =
      "Angus sends bytes outside ASCII to a server that does not take them";

  private Why() {}
}
