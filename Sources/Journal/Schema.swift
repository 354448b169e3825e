// The tables, as version 1 founded them, and what later versions add. `record` and `head` are the journal; the
// projections are what the records amount to; the side tables hold personal data and can be emptied. docs/journal.md explains each column.

enum Schema {
  static let journal = [
    """
    CREATE TABLE record (
      seq INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL,
      canonical BLOB NOT NULL,
      hash BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE head (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      station INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      hash BLOB NOT NULL,
      signature BLOB NOT NULL
    ) STRICT
    """,
  ]

  static let projections = [
    """
    CREATE TABLE station (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      seq INTEGER NOT NULL,
      station INTEGER,
      last_day INTEGER NOT NULL,
      clock_suspect INTEGER NOT NULL,
      safe_mode INTEGER NOT NULL,
      next_operation INTEGER NOT NULL,
      identified BLOB NOT NULL
    ) STRICT
    """,
    "CREATE TABLE safe_mode_cause (position INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    """
    CREATE TABLE compartment (
      number INTEGER PRIMARY KEY,
      bus INTEGER NOT NULL, board INTEGER NOT NULL, lock INTEGER NOT NULL,
      size INTEGER NOT NULL, low INTEGER NOT NULL,
      wall_row INTEGER NOT NULL, wall_column INTEGER NOT NULL,
      item_sensor INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      content INTEGER NOT NULL, holds INTEGER,
      block INTEGER,
      door INTEGER NOT NULL, door_operation INTEGER, door_attempt INTEGER
    ) STRICT
    """,
    "CREATE UNIQUE INDEX one_compartment_of_a_unit ON compartment (holds) WHERE holds IS NOT NULL",
    """
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY,
      documents BLOB NOT NULL, size INTEGER NOT NULL, low_door INTEGER NOT NULL,
      counter_only INTEGER NOT NULL, pin_letter INTEGER NOT NULL,
      code_number INTEGER NOT NULL,
      stage INTEGER NOT NULL,
      compartment INTEGER, epoch INTEGER, since INTEGER, deadline INTEGER, extensions INTEGER,
      reminded INTEGER, overdue INTEGER, unconfirmed INTEGER,
      operation INTEGER, day INTEGER, until INTEGER
    ) STRICT
    """,
    """
    CREATE UNIQUE INDEX one_unit_in_a_compartment ON orders (compartment, epoch)
      WHERE compartment IS NOT NULL
    """,
    """
    CREATE TABLE operation (
      id INTEGER PRIMARY KEY,
      purpose INTEGER NOT NULL, order_id INTEGER,
      compartment INTEGER NOT NULL,
      bus INTEGER NOT NULL, board INTEGER NOT NULL, lock INTEGER NOT NULL,
      epoch INTEGER NOT NULL,
      role INTEGER NOT NULL, uid INTEGER,
      attempt INTEGER NOT NULL, phase INTEGER NOT NULL,
      seen_open INTEGER NOT NULL, already_open INTEGER NOT NULL,
      item_before INTEGER NOT NULL, edges INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX one_operation_at_a_compartment ON operation (compartment)",
    "CREATE UNIQUE INDEX one_citizen_operation ON operation (purpose) WHERE purpose = 2",
    """
    CREATE TABLE review (
      id INTEGER PRIMARY KEY,
      kind INTEGER NOT NULL, compartment INTEGER, order_id INTEGER, operation INTEGER,
      repeats INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE counter (
      slot INTEGER PRIMARY KEY,
      tries INTEGER NOT NULL, locks INTEGER NOT NULL, needs_counter INTEGER NOT NULL,
      until_wall INTEGER, until_monotonic INTEGER, until_boot INTEGER, until_day INTEGER,
      last_wall INTEGER NOT NULL, last_monotonic INTEGER NOT NULL, last_boot INTEGER NOT NULL,
      last_day INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE outbox (
      position INTEGER PRIMARY KEY,
      order_id INTEGER NOT NULL, kind INTEGER NOT NULL, cause INTEGER NOT NULL,
      UNIQUE (order_id, kind, cause)
    ) STRICT
    """,
    // What `probe` writes; empty otherwise.
    "CREATE TABLE trial (one INTEGER PRIMARY KEY CHECK (one = 1), filler BLOB NOT NULL) STRICT",
  ]

  /// What version 2 adds.
  static let version2 = [
    // The last verified backup; no row: none yet.
    """
    CREATE TABLE last_backup (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      seq INTEGER NOT NULL,
      wall INTEGER NOT NULL,
      day INTEGER NOT NULL
    ) STRICT
    """,
    "ALTER TABLE personal ADD COLUMN register_id TEXT",
    custodian, noticeContact, delivery,
    // The last proof of each board that nothing has put in doubt since; `proof` is the payload of its record.
    """
    CREATE TABLE board_proof (
      bus INTEGER NOT NULL, board INTEGER NOT NULL,
      seq INTEGER NOT NULL, day INTEGER NOT NULL,
      proof BLOB NOT NULL,
      PRIMARY KEY (bus, board)
    ) STRICT, WITHOUT ROWID
    """,
    // Proxies, custodians and old documents.
    "ALTER TABLE orders ADD COLUMN old_document INTEGER",
    "ALTER TABLE orders ADD COLUMN old_fate INTEGER",
    "ALTER TABLE orders ADD COLUMN proxy_number INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE orders ADD COLUMN proxy_live INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE orders ADD COLUMN person INTEGER",
  ]

  /// What version 3 adds: the document that the new one replaces, by the keyed hash of its serial number.
  static let version3 = ["ALTER TABLE personal ADD COLUMN old_serial BLOB"]

  /// What version 4 adds: how far documents have come by the register's word, under keyed hashes of their numbers.
  /// A side table: it can be emptied at any time.
  static let version4 = [
    """
    CREATE TABLE document_state (
      hash BLOB PRIMARY KEY,
      state INTEGER NOT NULL,
      kind INTEGER,
      since INTEGER NOT NULL,
      imported INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    // Counted and forgotten along it, without a look at the rows.
    "CREATE INDEX document_state_by_day ON document_state (imported, state)",
  ]

  /// Everything that later versions add, in its order.
  static let later = version2 + version3 + version4

  /// The side tables, a child before its parent, so that they can be emptied in this order.
  static let sideTables = [
    "identifier", "serial", "register", "custodian", "personal", "counter_key", "note", "notice_contact",
    "delivery", "document_state",
  ]

  static let side = [
    """
    CREATE TABLE personal (
      order_id INTEGER PRIMARY KEY,
      birth_date BLOB NOT NULL,
      name TEXT, phone TEXT, email TEXT, slip TEXT,
      language TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE register (
      hash BLOB PRIMARY KEY,
      order_id INTEGER NOT NULL UNIQUE REFERENCES personal ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE identifier (
      hash BLOB NOT NULL,
      order_id INTEGER NOT NULL REFERENCES personal ON DELETE CASCADE,
      PRIMARY KEY (hash, order_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX identifier_of_order ON identifier (order_id)",
    """
    CREATE TABLE serial (
      hash BLOB NOT NULL,
      order_id INTEGER NOT NULL REFERENCES personal ON DELETE CASCADE,
      PRIMARY KEY (hash, order_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX serial_of_order ON serial (order_id)",
    "CREATE TABLE counter_key (slot INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE) STRICT",
    "CREATE TABLE note (seq INTEGER PRIMARY KEY, login TEXT, reason TEXT) STRICT",
  ]

  // Side tables of version 2.
  static let custodian = """
    CREATE TABLE custodian (
      order_id INTEGER NOT NULL REFERENCES personal ON DELETE CASCADE,
      hash BLOB NOT NULL,
      PRIMARY KEY (order_id, hash)
    ) STRICT, WITHOUT ROWID
    """
  static let noticeContact = """
    CREATE TABLE notice_contact (
      order_id INTEGER NOT NULL, kind INTEGER NOT NULL, cause INTEGER NOT NULL,
      email TEXT, phone TEXT, register_id TEXT, language TEXT NOT NULL,
      PRIMARY KEY (order_id, kind, cause)
    ) STRICT, WITHOUT ROWID
    """
  static let delivery = """
    CREATE TABLE delivery (
      order_id INTEGER NOT NULL, kind INTEGER NOT NULL, cause INTEGER NOT NULL,
      stage INTEGER NOT NULL, channel INTEGER, attempts INTEGER NOT NULL,
      since INTEGER NOT NULL, next_at INTEGER NOT NULL, reason TEXT,
      PRIMARY KEY (order_id, kind, cause)
    ) STRICT, WITHOUT ROWID
    """
}
