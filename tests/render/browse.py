"""Loads pages in headless Chromium and prints what they did there.

    browse.py CHROMIUM URL…

One line a fact: how many pages, scripts that ran, requests to other places than the pages' own,
reports of the content security policy, elements and attributes that no page of ours has, links, and
links that show another host than they lead to. Speaks the DevTools protocol through pipes.
"""
import json
import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

# Adds up what a page holds; runs beside the page, which may run nothing.
SCAN = r"""(() => {
  const known = new Set(('html head meta title style link body table tbody tr td th div span p br h1 h2 ' +
      'strong bdi a main ul li').split(' '));
  const foreign = [], wrong = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    if (!known.has(name)) foreign.push('<' + name + '>');
    for (const attribute of element.attributes)
      if (attribute.name.startsWith('on') || attribute.name === 'src' || attribute.name === 'srcdoc' ||
          attribute.name === 'action' || /url\(/i.test(attribute.value) && attribute.name === 'style')
        foreign.push(name + ' ' + attribute.name);
  }
  const bare = host => host.toLowerCase().replace(/^www\./, '');
  const links = [...document.querySelectorAll('a[href]')];
  for (const link of links) {
    const to = new URL(link.href);
    if (to.protocol !== 'https:' && to.protocol !== 'http:') { foreign.push(link.href); continue; }
    if (to.origin === location.origin) continue;
    const beside = link.nextElementSibling;
    const text = link.textContent;
    const shown = text.startsWith('Read on ') ? text.slice(8)
        : beside && beside.matches('span.mut') ? beside.textContent : text;
    const ours = [bare(to.host), bare(to.hostname)];
    if (!ours.includes(bare(shown))) wrong.push(shown + ' is ' + link.href);
    const address = /^(?:https?:\/\/|www\.)([^\/\s]*)/i.exec(text);
    if (address && !ours.includes(bare(address[1]))) wrong.push(text + ' is ' + link.href);
  }
  return JSON.stringify({hits: window.hits || 0, foreign, wrong, links: links.length});
})()"""


class Browser:
    def __init__(self, program, folder):
        to_read, self.to_write = os.pipe()
        from_read, to_answer = os.pipe()
        self.answers = os.fdopen(from_read, 'rb')
        options = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
                   '--disable-background-networking', '--disable-dev-shm-usage',
                   '--remote-debugging-pipe', f'--user-data-dir={folder}',
                   '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
        self.process = subprocess.Popen(
            ['sh', '-c', f'exec "$0" "$@" 3<&{to_read} 4>&{to_answer}', program, *options],
            pass_fds=(to_read, to_answer), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_answer)
        self.number = 0
        self.rest = b''
        self.on_event = lambda event: None

    def receive(self):
        while b'\0' not in self.rest:
            piece = self.answers.read1(1 << 16)
            if not piece:
                sys.exit('the browser ended')
            self.rest += piece
        message, self.rest = self.rest.split(b'\0', 1)
        return json.loads(message)

    def send(self, method, session=None, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if session:
            message['sessionId'] = session
        os.write(self.to_write, json.dumps(message).encode() + b'\0')
        return self.number

    def call(self, method, session=None, **parameters):
        number = self.send(method, session, **parameters)
        while True:
            answer = self.receive()
            if answer.get('id') == number:
                if 'error' in answer:
                    sys.exit(f'{method}: {answer["error"]}')
                return answer['result']
            self.on_event(answer)

    def wait_for(self, name):
        while True:
            event = self.receive()
            self.on_event(event)
            if event.get('method') == name:
                return


def main(program, urls):
    own = {urlsplit(url).netloc for url in urls}
    found = {name: [] for name in ('scripts', 'outside', 'reports', 'foreign', 'wrong')}
    links = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(program, folder)
        target = browser.call('Target.createTarget', url='about:blank')['targetId']
        session = browser.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        dialogs = []

        def note(event):
            parameters = event.get('params', {})
            if event.get('method') == 'Network.requestWillBeSent':
                url = parameters['request']['url']
                if urlsplit(url).netloc not in own or urlsplit(url).scheme != 'http':
                    found['outside'].append(url)
            elif event.get('method') == 'Log.entryAdded':
                if parameters['entry']['source'] == 'security':
                    found['reports'].append(parameters['entry']['text'])
            elif event.get('method') == 'Page.javascriptDialogOpening':
                dialogs.append(parameters['message'])
                browser.send('Page.handleJavaScriptDialog', session, accept=True)

        browser.on_event = note
        for domain in ('Network', 'Page', 'Runtime', 'Log'):
            browser.call(f'{domain}.enable', session)
        for url in urls:
            browser.call('Page.navigate', session, url=url)
            browser.wait_for('Page.loadEventFired')
            result = browser.call('Runtime.evaluate', session, expression=SCAN)['result']
            page = json.loads(result['value'])
            links += page['links']
            found['scripts'] += [url] * page['hits'] + dialogs
            dialogs.clear()
            for name in ('foreign', 'wrong'):
                found[name] += page[name] if not url.endswith('.atom') else []
        browser.send('Browser.close')
        browser.process.wait()
    print('pages', len(urls))
    print('links', links)
    for name, list_of in found.items():
        print(name, len(list_of), *(json.dumps(each)[:200] for each in list_of[:3]))


main(sys.argv[1], sys.argv[2:])
