import { translation } from '../../../../core/base/language.ts';
import { REFUSALS } from '../../../../core/contract/refusal-codes.ts';

/** What servers and this app refuse, by code. */
export const german = [
  translation(REFUSALS, {
    'room_id.not_text': 'Der Name des Raums fehlt. Verwende 1 bis 64 Buchstaben, Ziffern, - oder _.',
    'room_id.too_long': 'Der Name des Raums ist zu lang. Verwende höchstens 64 Zeichen.',
    'room_id.bad_character': 'Der Name des Raums darf nur Buchstaben, Ziffern, - und _ enthalten.',
    'client_id.malformed':
      'Dieses Inkroom hat eine Kennung gesendet, die der Server nicht lesen kann. Aktualisiere Inkroom und tritt noch einmal bei.',
    'join.malformed': 'Der Server konnte den Beitritt nicht lesen. Aktualisiere Inkroom und versuch es noch einmal.',
    'join.name': 'Der Name ist zu lang. Verwende höchstens 40 Zeichen.',
    'join.twice': 'Diese Verbindung ist schon in einem Raum. Verlass ihn, bevor du einem anderen beitrittst.',
    'join.needed': 'Tritt zuerst einem Raum bei.',
    'join.replaced':
      'Du bist aus einem anderen Fenster oder mit einer anderen Verbindung beigetreten. Dort geht es weiter, hier ist Schluss.',
    'join.version':
      'Dieses Inkroom und der Server haben verschiedene Versionen. Lade die Seite neu, oder aktualisiere die App. Wenn das nichts ändert, ist der Server älter, und seine Betreiber müssen ihn aktualisieren.',
    'room.full': 'Der Raum ist voll. Versuch es noch einmal, wenn jemand gegangen ist.',
    'room.read_only':
      'Der Server kann das Board gerade nicht speichern, darum kann es niemand ändern. Er versucht es von selbst weiter. Gezeichnetes bleibt erhalten.',
    'room.host_ended': 'Der Gastgeber hat diesen Raum beendet. Du hast eine Kopie.',
    'store.unavailable':
      'Der Server erreicht den Ort nicht, an dem Boards gespeichert sind. Inkroom versucht es von selbst weiter.',
    'store.damaged':
      'Die gespeicherte Kopie dieses Boards auf dem Server ist beschädigt. Sie wurde nicht verändert. Frag die Betreiber des Servers, und zeichne solange in einem anderen Raum.',
    'server.rooms_full': 'Der Server hat seine Höchstzahl an Räumen erreicht. Versuch es später, oder nimm einen anderen Server.',
    'server.full':
      'Der Speicher des Servers für Boards ist voll. Deine Änderungen bleiben hier und werden gesendet, wenn wieder Platz ist.',
    'server.draining': 'Der Server startet neu. Inkroom verbindet sich von selbst wieder.',
    'batch.malformed': 'Der Server konnte eine Änderung nicht lesen. Sie wurde hier zurückgenommen.',
    'batch.too_many_ops': 'Das war zu viel auf einmal. Versuch es in kleineren Schritten.',
    'batch.gap': 'Änderungen kamen in falscher Reihenfolge an. Inkroom sendet sie noch einmal.',
    'batch.too_large': 'Diese Änderung ist zu groß. Versuch es in kleineren Schritten.',
    'op.unknown_code': 'Der Server kennt diese Art von Änderung nicht. Aktualisiere den Server.',
    'op.malformed': 'Der Server konnte eine Änderung nicht lesen. Sie wurde hier zurückgenommen.',
    'op.not_yours': 'Einen Strich kann nur fortsetzen, wer ihn begonnen hat.',
    'op.unknown_element': 'Das Element ist nicht auf diesem Board.',
    'op.element_exists': 'Diese Kennung gibt es auf dem Board schon.',
    'op.coordinate': 'Das liegt außerhalb des Boards. Bleib näher an der Mitte.',
    'op.value': 'Der Server nimmt diesen Wert nicht an.',
    'append.gap': 'Ein Teil eines Strichs fehlt. Inkroom sendet ihn noch einmal.',
    'append.overlap': 'Ein Teil eines Strichs wurde zweimal mit verschiedenen Punkten gesendet.',
    'append.malformed': 'Die Punkte eines Strichs konnten nicht gelesen werden.',
    'append.too_many_points': 'Dieser Strich hat seine größte Länge erreicht. Setz den Stift ab und zeichne weiter.',
    'append.ended': 'Dieser Strich ist schon fertig.',
    'op.forgotten': 'Das wurde vor so langer Zeit entfernt, dass es nicht mehr zurückkommen kann.',
    'text.too_long': 'Dieser Text hat seine größte Länge erreicht. Schreib in einem anderen weiter.',
    'cut.too_many_spans': 'Das ist zu viel Radieren auf einmal. Setz den Stift ab und mach weiter.',
    'board.too_many_elements':
      'Das Board hat seine Höchstzahl an Elementen erreicht. Speichere es und mach in einem neuen Raum weiter.',
    'board.too_many_bytes': 'Das Board hat seine größte Größe erreicht. Speichere es und mach in einem neuen Raum weiter.',
    'rate.messages': 'Zu viele Änderungen in kurzer Zeit. Warte einen Moment.',
    'rate.bytes': 'Zu viel in kurzer Zeit gezeichnet. Warte einen Moment.',
    'rate.elements': 'Zu viele Elemente in kurzer Zeit hinzugefügt. Inkroom sendet den Rest langsamer.',
    'rate.address': 'Aus deinem Netzwerk kamen in kurzer Zeit zu viele Änderungen. Inkroom sendet den Rest langsamer.',
    'rate.rooms': 'Von hier wurden in kurzer Zeit zu viele Räume geöffnet. Inkroom versucht es von selbst noch einmal.',
    'presence.malformed': 'Der Server konnte einen Mauszeiger nicht lesen.',
    'catch_up.malformed': 'Der Server konnte die Anfrage nach den verpassten Änderungen nicht lesen.',
    'catch_up.busy': 'Der Server sendet die verpassten Änderungen schon.',
    'catch_up.outdated': 'Was der Server gerade sendet, ist veraltet. Inkroom fragt noch einmal.',
    'snapshot.not_inkroom': 'Das ist keine Inkroom-Datei.',
    'snapshot.version': 'Diese Datei stammt von einem neueren Inkroom. Aktualisiere, um sie zu öffnen.',
    'snapshot.checksum': 'Diese Datei ist beschädigt: Ihre Prüfsumme stimmt nicht.',
    'snapshot.malformed': 'Diese Datei ist beschädigt und lässt sich nicht lesen.',
    'file.unreadable': 'Diese Datei ist beschädigt und lässt sich nicht lesen.',
    'file.unknown': 'Dateien dieser Art öffnet Inkroom nicht.',
    'file.too_large': 'Diese Datei ist größer, als Inkroom öffnet. Öffne eine kleinere.',
    'file.too_new': 'Diese Datei stammt von einer neueren Version ihrer App, als Inkroom lesen kann.',
    'file.no_scene': 'In diesem Bild steckt keine Zeichnung, die Inkroom öffnen kann.',
    'file.empty': 'In dieser Datei ist nichts, was Inkroom auf ein Board legen kann.',
    'frame.malformed': 'Der Server hat etwas gesendet, das dieses Inkroom nicht lesen kann. Aktualisiere Inkroom.',
    'server.clock':
      'Die Uhren des Servers und seines Dienstes weichen zu stark voneinander ab. Die Betreiber des Servers müssen sie stellen. Inkroom versucht es von selbst weiter.',
    'server.cut_off': 'Die Server dieses Raums erreichen einander gerade nicht. Inkroom versucht es von selbst weiter.',
    'instance.malformed': 'Ein anderer Server hat etwas gesendet, das dieser nicht lesen kann.',
    'instance.version': 'Die Server dieses Raums haben verschiedene Versionen. Aktualisiere die älteren.',
    'service.messages':
      'Der Dienst hinter diesem Raum hat seine Nachrichten für heute aufgebraucht: Um Mitternacht UTC zählt er neu, oder die Betreiber heben die Grenze an. Was du zeichnest, bleibt erhalten. Inkroom versucht es jede halbe Minute.',
    'service.connections':
      'Der Dienst hinter diesem Raum hat seine Höchstzahl an Verbindungen erreicht: Warte, bis jemand geht, oder bis die Betreiber die Grenze anheben. Was du zeichnest, bleibt erhalten. Inkroom versucht es jede halbe Minute.',
    'service.away':
      'Der Server antwortet, hat aber keine Verbindung zu dem Dienst hinter diesem Raum. Wenn das so bleibt, sag es seinen Betreibern. Inkroom versucht es von selbst weiter.',
    'line.blocked':
      'Der Server antwortet, aber dieses Netzwerk lässt keine Verbindung durch. Wer das Netzwerk oder einen Proxy betreibt, muss WebSockets durchlassen. Inkroom versucht es von selbst weiter.',
    'page.not_allowed':
      'Der Server kennt diese Adresse seiner Seite nicht. Wer ihn betreibt, startet ihn mit --public-url und der Adresse, die du im Browser siehst, oder lässt den Proxy den Host-Header weitergeben. Inkroom versucht es von selbst weiter.',
    'access.denied': 'Dieser Link erlaubt das nicht. Bitte den Gastgeber um einen anderen.',
    'access.needed': 'Dieser Raum öffnet sich nur mit einem Link des Gastgebers. Bitte ihn um einen.',
    'access.sign_in': 'Dieser Raum ist für Personen einer Organisation. Melde dich an, dann öffnet er sich.',
    'sign_in.unknown': 'Dieser Server weiß nicht, wer du bist. Frag seine Betreiber.',
    'sign_in.stale': 'Diese Anmeldung ist abgelaufen oder wurde in einem anderen Fenster begonnen. Beginne sie noch einmal.',
    'sign_in.unreachable': 'Der Anmeldedienst deiner Organisation antwortet nicht. Versuch es in einer Minute noch einmal.',
    'sign_in.not_allowed':
      'Du bist angemeldet, aber dieser Raum ist nicht für dich offen. Frag den Gastgeber oder die Betreiber dieses Servers.',
    'link.malformed':
      'Ein Teil dieses Links fehlt oder wurde verändert. Kopiere den ganzen Link noch einmal, oder bitte um einen neuen.',
    'link.expired': 'Dieser Link ist abgelaufen. Bitte den Gastgeber um einen neuen.',
    'link.other_room': 'Dieser Link gehört zu einem anderen Raum. Bitte den Gastgeber um einen Link zu diesem.',
    'link.foreign': 'Dieser Server kennt den Schlüssel dieses Links nicht. Bitte den Gastgeber um einen neuen Link.',
    'link.none': 'Dieser Server erstellt keine Links. Seine Betreiber können das mit --link-key ändern.',
    'pass.needed': 'Dieser Raum hat ein Passwort. Frag den Gastgeber danach.',
    'pass.wrong': 'Das ist nicht das Passwort dieses Raums. Versuch es noch einmal, oder frag den Gastgeber danach.',
    'pass.too_often': 'Aus deinem Netzwerk wurden zu viele Passwörter versucht. Warte eine Minute und versuch es noch einmal.',
    'room.kicked': 'Ein Gastgeber hat dich aus diesem Raum geschickt. In einer Minute kannst du wieder beitreten.',
    'room.banned': 'Ein Gastgeber hat diesen Raum für dich gesperrt. Frag nach, wenn das ein Versehen war.',
    'room.locked': 'Hier zeichnen gerade nur Gastgeber. Heb in der Liste der Personen die Hand, um nach dem Stift zu fragen.',
    'host.needed': 'Das können nur Gastgeber dieses Raums. Frag einen von ihnen.',
    'host.protected': 'Diese Person ist Gastgeber dieses Raums. Gastgeber können nicht übereinander entscheiden.',
    'host.too_many': 'Dieser Raum hat die Höchstzahl an Entscheidungen seiner Gastgeber erreicht. Nimm zuerst eine zurück.',
    'host.malformed': 'Der Server konnte deine Entscheidung nicht lesen. Aktualisiere Inkroom und versuch es noch einmal.',
    'link.revoked': 'Der Gastgeber hat diesen Link zurückgenommen. Bitte um einen neuen.',
    'rate.chat': 'Zu viele Nachrichten in kurzer Zeit. Inkroom sendet die übrigen langsamer.',
    'chat.too_long': 'Diese Nachricht ist zu lang. Verwende höchstens 2.000 Zeichen.',
    'chat.full': 'Der Chat dieses Boards ist voll. Bitte einen Gastgeber, ihn zu leeren.',
    'chat.not_here': 'Diese Person ist nicht mehr hier. Niemand hat die Nachricht bekommen.',
  }),
];
