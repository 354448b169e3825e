// Written by TextKeysTests with RECORD_GOLDEN=1 from Content/texts/de.toml: sections with the keys of their texts. It
// says nothing about what a text may hold.

extension TextKeys {
  static let sections = """
    language: title question help
    clock: now time day0 day1 day2 day3 day4 day5 day6
    date: full short
    month: m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12
    document: passport id_card under16_card residence_permit driving_licence other
    olddocument: passport id_card under16_card residence_permit driving_licence other passport_child
    olddocument: id_card_child under16_card_child residence_permit_child driving_licence_child
    olddocument: other_child passport_proxy id_card_proxy under16_card_proxy residence_permit_proxy
    olddocument: driving_licence_proxy other_proxy
    documents: counted two three many
    key: again print choose continue back clear end help language more_time open done start next stuck
    key: wall take change send
    picker: full unknown leave keypad
    time: left last closes
    tries: one many
    error: no_answer busy choose
    status: checking full close_first wait_door door_open
    counter: phone need
    wall: place number low
    idle: title question pickup information application document_status contact closed closed_until
    idle: all_closed card_pin no_reader need need_pickup duration help help_terminal help_closed
    opens: today tomorrow day0 day1 day2 day3 day4 day5 day6 date
    number: title question hint purpose label error_empty error_short help
    code: title question hint label error_empty error_short error_wrong error_wrong_last help
    waiting: title question set all more counter late blocked counter_only help
    birth: title question question_child question_custodian question_proxy hint purpose label
    birth: error_day_missing error_month_missing error_year_missing error_day error_month error_date
    birth: error_leap error_year_short error_year_early error_future error_wrong error_wrong_last help
    birth: help_custodian help_proxy
    factor: title question birth passport error_wrong error_wrong_last help
    passkey: title question can lines purpose error_wrong help
    passcan: title question hint label error_short help
    passnumber: title question hint label letters error_empty error_short error_long help
    passdate: title birth expiry as_printed expiry_label error_expiry help
    cardlay: title question question_passport how how_passport stay mute turn mute_passport turn_passport
    cardlay: busy wait broken staff help help_passport help_identity
    cardleave: title question question_passport moment help
    pinmenu: title ready one_used question six five suspended can_first resume change blocked puk unblock
    pinmenu: no_puk forgotten help help_blocked
    cardpin: title question hint label error_short wrong wrong_two wrong_one last_try help after_can
    cardpin: after_puk
    cardfive: title question hint label error_short help
    cardcan: title question hint label error_short wrong help pin_wrong
    cardpuk: title question hint label error_short wrong help pin_wrong
    cardsecret: leave other_card other_digits unclear
    newpin: title question again hint label error_short error_other help
    atreader: title pin five can puk where help
    cardtake: title question found help
    cardend: title done_title changed keep_secret resumed three_tries unblocked same_pin unclear try_new
    cardend: take then then_or_counter lay_passport birth_date or_counter help puk_service puk_counter
    cardend: nothing_sent
    advice: lay_card lay_card_do leave_card leave_card_do turn_card turn_card_do call_staff call_staff_do
    advice: check_entry check_entry_do enter_can enter_can_do enter_puk enter_puk_do
    advice: authority_switches_on authority_switches_on_do authority_sets_pin authority_sets_pin_do
    advice: other_document other_document_do not_proven not_proven_do first_pin first_pin_do server_away
    advice: server_away_do try_again try_again_do counter counter_do none none_do
    pinletter: title question hint declaration no version help missing_title missing missing_safe
    pinletter: missing_help
    ready: title question stand take old open_now extend help
    olddoc: title question question_proxy surrender keep yes no no_proxy help missing_title missing
    olddoc: missing_safe missing_help
    loss: title question police declaration no hint version help
    extend: title question what yes no help
    extended: title until code help
    opening: title question wait help
    notmoved: title question press again stuck help
    open: title take close old old_child help stuck_question stuck_call stuck_back
    taken: title question what yes no question_old both not_old help_old help
    done: title received reference when time receipt print email none printing printed no_paper
    done: no_printer mailed old_inside old_kept old_owed old_read old_lost note letter next_one next_many
    done: help
    slip: payment confirmation for number day amount money span free payee iban bic purpose until pay
    slip: pay_scan pay_check pay_hand code next keep bring fee fees duration where hours phone online
    slip: online_code contact printing printed no_paper failed
    unconfirmed: title closed open_question code help
    nottaken: title inside safe staff help
    leftopen: closed thanks title open close staff help
    stuck: title shut safe staff help
    silent: title unknown open shut staff help
    late: title until where printing printed not_printed help
    locked: title tries again_one again_many from safe help
    ask: title tries safe counter help
    out: since title starting boards journal safe_mode safe staff later help
    interrupted: title what door code help
    timedout: title wiped code not_sent again help
    warning: title question more last wiped
    help: title back
    list: part entry more before
    form: list step amount free cost no_cost none fee total pair printing printed no_paper not_printed
    form: not_sent
    formlist: question counter help
    formstart: need need_card need_either identity need_nothing duration minutes how with_card
    formstart: without_card begin without_reader no_reader counter no_paper no_printer help
    cardconsent: title question who what purpose then allow help
    right: family_name given_names birth_name doctoral_degree artistic_name date_of_birth place_of_birth
    right: address nationality document_type issuing_country valid_until residence_permit_1
    right: residence_permit_2 community_id pseudonym age_verification address_verification write_address
    right: write_community_id write_residence_permit_1 write_residence_permit_2 can_allowed
    right: pin_management
    formquestion: nothing_typed yes no skip skip_key optional range missing help help_choices
    formquestion: help_letters
    address: street house_number postcode place part missing postcode_short
    formcheck: choose title question from_card part row nothing more first declare go_on send help
    formdeclaration: choose title yes no help
    formsending: title question wait help
    formunclear: title question what ask help
    formdone: title kept reference number pay payee iban amount purpose reference_line code code_on_paper
    formdone: print print_slip noted noted_all note_first note_all_first help
    formabort: title question stay end
    formlost: title what nothing again ask
    formkept: title kept
    formhandover: title address code print noted note_first help
    holiday: new_year epiphany womens_day good_friday easter_sunday easter_monday labour_day
    holiday: liberation_day ascension whit_sunday whit_monday corpus_christi uprising_day peace_festival
    holiday: assumption childrens_day german_unity reformation all_saints repentance christmas_day
    holiday: second_christmas_day
    formvalue: none yes no date
    docstatus: title question hint label privacy tries tries_last tries_none error_empty error_serial
    docstatus: error_slip error_character error_check help
    docresult: title unknown unknown_why ordered ordered_next produced produced_next arrived arrived_next
    docresult: here here_next here_counter until counter was_here handed handed_next since pickup another
    docresult: done help
    docpause: title why pickup help
    info: title question situations alphabet alphabet_hint letters count search results most_used
    info: counted_here counted_by_town times places forms contact more_links entry next_part first_part
    info: list_empty page_gone apply prepare apply_here prepare_here form_closed form_closed_at
    info: forms_closed print printing printed not_printed online online_code documents fees fee fee_from
    info: fee_until free euro euro_span amount duration where legal address phone phone_number email
    info: hours exceptions closed_day all_day span spans days time day open_always open_until
    info: open_until_day closed opens_today opens_tomorrow opens_weekday opens_day weekday0 weekday1
    info: weekday2 weekday3 weekday4 weekday5 weekday6 help list_help page_help
    infosearch: title question label nothing try error_short go help
    """
}
